-- The jobs run by another engine, which has a schema of its own. What the one before kept is of no use to it.
DO $$
DECLARE
    old record;
BEGIN
    FOR old IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind = 'r' AND starts_with(c.relname, 'qrtz_') LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', old.name);
    END LOOP;
END
$$;

-- Nodes that run jobs. Each writes its row every second or two, so it stays small: it is changed in place, and never vacuumed for the few rows that it has.
CREATE TABLE gateway.job_nodes (
    id         uuid        NOT NULL PRIMARY KEY,
    name       text        COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 1000000);

-- Which node holds a job: as long as its row in job_nodes says that it lives, and for the first seconds until held_until.
ALTER TABLE gateway.jobs
    ADD COLUMN holder      uuid,
    ADD COLUMN held_until  timestamptz,
    ADD COLUMN start_until timestamptz,
    ADD COLUMN due_at      timestamptz,
    ADD COLUMN asked_at    timestamptz;
