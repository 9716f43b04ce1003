SELECT pg_advisory_xact_lock(@thing, hashtext(@account))
