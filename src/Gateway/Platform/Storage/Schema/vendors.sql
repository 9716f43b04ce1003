-- How each vendor's agent is, as all nodes agree. One row for each vendor that was ever looked at or paused.
CREATE TABLE gateway.vendor_health (
    vendor            text        NOT NULL PRIMARY KEY,
    paused            boolean     NOT NULL DEFAULT false,
    status            smallint    NOT NULL DEFAULT 0
        CONSTRAINT vendor_health_status_known CHECK (status BETWEEN 0 AND 3),
    reason            text,
    since             timestamptz NOT NULL,
    better_since      timestamptz,
    weight            smallint    NOT NULL DEFAULT 100,
    weight_at         timestamptz NOT NULL,
    downs             smallint    NOT NULL DEFAULT 0,
    down_at           timestamptz,
    unreachable_since timestamptz,
    beats             jsonb,
    queued            integer     NOT NULL DEFAULT 0,
    oldest_queued_at  timestamptz,
    waiting           bigint      NOT NULL DEFAULT 0,
    in_flight         bigint      NOT NULL DEFAULT 0,
    counted_at        timestamptz,
    version           bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
