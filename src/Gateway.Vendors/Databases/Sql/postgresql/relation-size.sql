SELECT pg_relation_size(t.oid)
FROM pg_class t
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = current_schema() AND t.relname = lower(@table)
