-- Checks what stands in the tables, while everybody reads and writes: each table on its own, outside a transaction. Rows that break a check are told and left to the readers, which show them as damaged:
-- they must not keep the gateway from starting.
DO $$
DECLARE
    kept record;
BEGIN
    FOR kept IN
        SELECT c.conname, t.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        WHERE t.relnamespace = 'gateway'::regnamespace AND t.relname = '{table}' AND c.contype = 'c' AND c.conname LIKE '%\_known' AND NOT c.convalidated
    LOOP
        BEGIN
            EXECUTE format('ALTER TABLE gateway.%I VALIDATE CONSTRAINT %I', kept.relname, kept.conname);
        EXCEPTION WHEN check_violation THEN
            RAISE WARNING '% holds rows that break %: %', kept.relname, kept.conname, SQLERRM;
        END;
    END LOOP;
END
$$
