SELECT pg_advisory_xact_lock(hashtextextended('gateway.staged_files ' || @vendor, 0))
