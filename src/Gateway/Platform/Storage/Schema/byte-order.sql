-- Texts are compared by their bytes in every index, also where the database sorts by a language, as most do that were
-- created without a wish: the rules of a language cost 3 to 5 µs for each message, break indexes when the system gets
-- new ones, and nothing here is shown in their order. A database that sorts by bytes already is left as it is. A text
-- column of a later migration says COLLATE "C" itself.
DO $$
DECLARE
    of_table record;
BEGIN
    IF EXISTS (SELECT FROM pg_database d WHERE datname = current_database() AND datcollate IN ('C', 'POSIX') AND COALESCE(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c') THEN
        RETURN;
    END IF;

    FOR of_table IN
        SELECT a.attrelid::regclass AS name, string_agg(format('ALTER COLUMN %I TYPE text COLLATE "C"', a.attname), ', ') AS changes
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.atttypid = 'text'::regtype AND a.attnum > 0 AND NOT a.attisdropped
        GROUP BY a.attrelid
    LOOP
        EXECUTE format('ALTER TABLE %s %s', of_table.name, of_table.changes);
    END LOOP;
END
$$;
