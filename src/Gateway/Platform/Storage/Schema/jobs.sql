-- What became of each recurring job's last run, on whatever node. Written every few seconds, not with every run.
CREATE TABLE gateway.jobs (
    name        text        NOT NULL PRIMARY KEY,
    every_ms    bigint      NOT NULL,
    node        text,
    started_at  timestamptz,
    duration_ms bigint,
    rows        bigint,
    failures    integer     NOT NULL DEFAULT 0,
    error       text,
    failed_at   timestamptz,
    rests_until timestamptz,
    -- Which node holds it: as long as its row in job_nodes says that it lives, and for the first seconds until
    -- held_until.
    holder      uuid,
    held_until  timestamptz,
    start_until timestamptz,
    due_at      timestamptz,
    asked_at    timestamptz
) WITH (fillfactor = 50);

-- Nodes that run jobs. Each writes its row every second or two, so it stays small: it is changed in place, and never
-- vacuumed for the few rows that it has.
CREATE TABLE gateway.job_nodes (
    id         uuid        NOT NULL PRIMARY KEY,
    name       text        COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 1000000);
