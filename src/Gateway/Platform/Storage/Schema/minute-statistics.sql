-- Statistics of the last hours by minute, folded from the same changes as those by hour. A change of a message that is
-- older carries no minute: nobody asks for it any more, and a batch of results makes one row for all of them.
ALTER TABLE gateway.stat_deltas ADD COLUMN minute timestamptz;

CREATE TABLE gateway.stat_minutes (
    account_id  uuid        NOT NULL,
    minute      timestamptz NOT NULL,
    channel     smallint    NOT NULL CONSTRAINT stat_minutes_channel_known CHECK (channel BETWEEN 0 AND 6),
    vendor      text        NOT NULL COLLATE "C",
    status      smallint    NOT NULL CONSTRAINT stat_minutes_status_known CHECK (status BETWEEN 0 AND 7),
    result_code smallint    NOT NULL,
    count       bigint      NOT NULL,
    cost        numeric     NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, minute, channel, vendor, status, result_code)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX stat_minutes_minute ON gateway.stat_minutes (minute);

-- The minute of a message that was accepted at that moment; null when that is longer ago than anybody can ask for.
CREATE FUNCTION gateway.stat_minute(created_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN created_at > now() - interval '4 hours' THEN date_trunc('minute', created_at, 'UTC') END
$$;

CREATE OR REPLACE FUNCTION gateway.count_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.stat_deltas (account_id, hour, minute, channel, vendor, status, result_code, count)
    SELECT account_id, date_trunc('hour', created_at, 'UTC'), gateway.stat_minute(created_at), channel, vendor, status,
        COALESCE(result_code, -1), count(*)
    FROM new_messages GROUP BY 1, 2, 3, 4, 5, 6, 7;
    RETURN NULL;
END
$$;

-- As before while nobody has a price: looking prices up costs some microseconds for each message that ends.
CREATE OR REPLACE FUNCTION gateway.count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM gateway.account_prices) THEN
        INSERT INTO gateway.stat_deltas (account_id, hour, minute, channel, vendor, status, result_code, count)
        SELECT account_id, hour, minute, channel, vendor, status, result_code, sum(change)
        FROM (
            SELECT account_id, date_trunc('hour', created_at, 'UTC') AS hour, gateway.stat_minute(created_at) AS minute,
                channel, vendor, status, COALESCE(result_code, -1) AS result_code, 1 AS change
            FROM new_messages
            UNION ALL
            SELECT account_id, date_trunc('hour', created_at, 'UTC'), gateway.stat_minute(created_at),
                channel, vendor, status, COALESCE(result_code, -1), -1
            FROM old_messages
        ) AS changes
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(change) <> 0;
        RETURN NULL;
    END IF;
    INSERT INTO gateway.stat_deltas (account_id, hour, minute, channel, vendor, status, result_code, count, cost)
    SELECT account_id, hour, minute, channel, vendor, status, result_code, sum(change), sum(cost)
    FROM (
        SELECT account_id, date_trunc('hour', created_at, 'UTC') AS hour, gateway.stat_minute(created_at) AS minute,
            channel, vendor, status, COALESCE(result_code, -1) AS result_code, 1 AS change,
            gateway.cost_of(account_id, channel, fallback_channel, vendor, status, created_at) AS cost
        FROM new_messages
        UNION ALL
        SELECT account_id, date_trunc('hour', created_at, 'UTC'), gateway.stat_minute(created_at),
            channel, vendor, status, COALESCE(result_code, -1), -1,
            -gateway.cost_of(account_id, channel, fallback_channel, vendor, status, created_at)
        FROM old_messages
    ) AS changes
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(change) <> 0 OR sum(cost) <> 0;
    RETURN NULL;
END
$$;
