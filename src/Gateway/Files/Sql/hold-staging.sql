SELECT pg_advisory_xact_lock_shared(hashtextextended('gateway.staged_files ' || @vendor, 0))
