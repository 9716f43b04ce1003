-- Statistics: how many messages of an hour (by creation) stand where. Kept by the very statements that change messages,
-- so they can neither miss nor double one.
CREATE TABLE gateway.stats (
    account_id  uuid        NOT NULL,
    hour        timestamptz NOT NULL,
    channel     smallint    NOT NULL CONSTRAINT stats_channel_known CHECK (channel BETWEEN 0 AND 6),
    vendor      text        NOT NULL,
    status      smallint    NOT NULL CONSTRAINT stats_status_known CHECK (status BETWEEN 0 AND 7),
    result_code smallint    NOT NULL,
    count       bigint      NOT NULL,
    PRIMARY KEY (account_id, hour, channel, vendor, status, result_code)
) WITH (fillfactor = 80);
CREATE INDEX stats_hour ON gateway.stats (hour);
-- Which hours have anything of a kind. Counts stay out of the indexes, so that counting touches none of them.
CREATE INDEX stats_channel ON gateway.stats (account_id, channel, hour);
CREATE INDEX stats_vendor ON gateway.stats (account_id, vendor, hour);
CREATE INDEX stats_status ON gateway.stats (account_id, status, hour);
-- For the reason that is told beside gateway.expect_many.
ALTER TABLE gateway.stats
    ALTER COLUMN account_id SET (n_distinct = 100), ALTER COLUMN channel SET (n_distinct = 100),
    ALTER COLUMN vendor SET (n_distinct = 100), ALTER COLUMN status SET (n_distinct = 100);

-- Changes that are not in stats yet. Only ever added to, so that no writer waits for another one's hour; a job folds
-- them in.
CREATE TABLE gateway.stat_deltas (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  uuid        NOT NULL,
    hour        timestamptz NOT NULL,
    channel     smallint    NOT NULL CONSTRAINT stat_deltas_channel_known CHECK (channel BETWEEN 0 AND 6),
    vendor      text        NOT NULL,
    status      smallint    NOT NULL CONSTRAINT stat_deltas_status_known CHECK (status BETWEEN 0 AND 7),
    result_code smallint    NOT NULL,
    count       bigint      NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- -1 stands for "no result yet".
CREATE FUNCTION gateway.count_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.stat_deltas (account_id, hour, channel, vendor, status, result_code, count)
    SELECT account_id, date_trunc('hour', created_at, 'UTC'), channel, vendor, status, COALESCE(result_code, -1), count(*)
    FROM new_messages GROUP BY 1, 2, 3, 4, 5, 6;
    RETURN NULL;
END
$$;
CREATE TRIGGER messages_counted AFTER INSERT ON gateway.messages REFERENCING NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION gateway.count_new_messages();

CREATE FUNCTION gateway.count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.stat_deltas (account_id, hour, channel, vendor, status, result_code, count)
    SELECT account_id, hour, channel, vendor, status, result_code, sum(change)
    FROM (
        SELECT account_id, date_trunc('hour', created_at, 'UTC') AS hour, channel, vendor, status, COALESCE(result_code, -1) AS result_code, 1 AS change FROM new_messages
        UNION ALL
        SELECT account_id, date_trunc('hour', created_at, 'UTC'), channel, vendor, status, COALESCE(result_code, -1), -1 FROM old_messages
    ) AS changes
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER messages_recounted AFTER UPDATE ON gateway.messages
    REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION gateway.count_changed_messages();
