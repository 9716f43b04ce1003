-- Processes that run, as they see themselves: so that each can tell where they differ. Times are of this database.
CREATE TABLE gateway.nodes (
    id         uuid        NOT NULL PRIMARY KEY,
    name       text        COLLATE "C" NOT NULL,
    -- How far its clock is ahead of this database's; null until it knows.
    skew_ms    bigint,
    -- Where its vendors' tables are: no user, no password.
    vendors    jsonb       NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
