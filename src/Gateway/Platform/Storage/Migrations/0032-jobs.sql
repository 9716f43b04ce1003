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
    rests_until timestamptz
) WITH (fillfactor = 50);
