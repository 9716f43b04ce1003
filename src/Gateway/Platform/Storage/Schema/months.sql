-- messages and events are partitioned by the month (UTC) of their ids. Months are made ahead of time, and taken out
-- when nobody needs them any more.

-- Where nearly all messages have one account, one sender or one batch, ANALYZE sees one value, and the planner holds
-- its index for useless: also for the second account, whose search then reads everything of the first one. So it is
-- told that there are many.
CREATE FUNCTION gateway.expect_many(partition regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'ALTER TABLE %s ALTER COLUMN account_id SET (n_distinct = 100), ALTER COLUMN sender SET (n_distinct = 1000), ALTER COLUMN recipient SET (n_distinct = 10000), '
        'ALTER COLUMN reference SET (n_distinct = 10000), ALTER COLUMN batch_id SET (n_distinct = 10000)', partition);
END
$$;

-- Makes the tables of one month. Does nothing where they exist. A month whose table was not made in time (nobody made
-- any for months, or the clock was wrong) has its rows in the default partition, and PostgreSQL makes no table for rows
-- that are there. So they are taken out, and put into their table.
CREATE FUNCTION gateway.ensure_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    start_at  timestamptz := date_trunc('month', month AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    first     uuid := gateway.first_id(start_at);
    last      uuid := gateway.first_id((start_at AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    parent    text;
    partition text;
    late      boolean;
BEGIN
    FOREACH parent IN ARRAY ARRAY['messages', 'events'] LOOP
        partition := parent || '_' || to_char(start_at AT TIME ZONE 'UTC', 'YYYYMM');
        CONTINUE WHEN to_regclass(format('gateway.%I', partition)) IS NOT NULL;

        EXECUTE format('SELECT EXISTS (SELECT FROM gateway.%I WHERE id >= $1 AND id < $2)', parent || '_default') INTO late USING first, last;
        IF late THEN
            EXECUTE format('LOCK TABLE gateway.%I', parent);
            EXECUTE format('CREATE TEMPORARY TABLE late_rows ON COMMIT DROP AS SELECT * FROM gateway.%I WHERE id >= %L AND id < %L', parent || '_default', first, last);
            EXECUTE format('DELETE FROM gateway.%I WHERE id >= $1 AND id < $2', parent || '_default') USING first, last;
        END IF;
        EXECUTE format(
            'CREATE TABLE gateway.%I PARTITION OF gateway.%I FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = %s)', partition, parent, first, last, CASE parent WHEN 'messages' THEN 70 ELSE 100 END);
        IF parent = 'messages' THEN
            PERFORM gateway.expect_many(format('gateway.%I', partition)::regclass);
        END IF;
        IF late THEN
            -- Not through the parent: nothing is counted or told again.
            EXECUTE format('INSERT INTO gateway.%I OVERRIDING SYSTEM VALUE SELECT * FROM late_rows', partition);
            DROP TABLE late_rows;
        END IF;
    END LOOP;
END
$$;

-- The month before, this one and those ahead, and every month that has rows in a default partition. One caller at a
-- time: two nodes do this at the same hour.
CREATE FUNCTION gateway.ensure_months(now timestamptz, ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    months timestamptz[] := ARRAY(SELECT (now AT TIME ZONE 'UTC' + interval '1 month' * n) AT TIME ZONE 'UTC' FROM generate_series(-1, ahead) AS n);
    month  timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gateway.ensure_months'));
    months := months || ARRAY(
        SELECT min(at)
        FROM (SELECT id FROM gateway.messages_default UNION ALL SELECT id FROM gateway.events_default) AS late
        CROSS JOIN LATERAL to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AS at
        GROUP BY date_trunc('month', at AT TIME ZONE 'UTC'));
    FOREACH month IN ARRAY months LOOP
        PERFORM gateway.ensure_month(month);
    END LOOP;
END
$$;

-- Takes the partition of one month out of its table when nobody needs it any more; true when it did. The lock on the
-- whole table is held for an instant, and waited for not longer than half a second, because everybody else would wait
-- behind it. The partition itself is dropped afterwards, when nobody can be looking at it.
CREATE FUNCTION gateway.detach_month(parent text, suffix text, ended_before timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    partition text := parent || '_' || suffix;
    start_at  timestamptz := make_timestamptz(left(suffix, 4)::int, right(suffix, 2)::int, 1, 0, 0, 0, 'UTC');
    first     uuid;
    last      uuid;
    needed    boolean;
BEGIN
    first := gateway.first_id(start_at);
    last := gateway.first_id((start_at AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    IF NOT pg_try_advisory_xact_lock(hashtext('gateway.detach_month')) THEN
        RETURN false;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(format('gateway.%I', partition))) THEN
        RETURN false;
    END IF;
    IF parent = 'messages' THEN
        -- A message that has not ended, or that ended a short while ago because it was reserved long before.
        IF EXISTS (SELECT FROM gateway.inflight WHERE message_id >= first AND message_id < last) THEN
            RETURN false;
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM gateway.%I WHERE completed_at >= $1)', partition) INTO needed USING ended_before;
    ELSE
        -- An event that an endpoint is still to be told of.
        SELECT EXISTS (SELECT FROM gateway.deliveries WHERE status = 0 AND event_id >= first AND event_id < last) INTO needed;
    END IF;
    IF needed THEN
        RETURN false;
    END IF;
    PERFORM set_config('lock_timeout', '500ms', true);
    EXECUTE format('ALTER TABLE gateway.%I DETACH PARTITION gateway.%I', parent, partition);
    RETURN true;
END
$$;

-- Drops what was detached; a process that died between the two leaves it to the next one.
CREATE FUNCTION gateway.drop_detached() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    partition text;
    dropped   integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('gateway.detach_month')) THEN
        RETURN 0;
    END IF;
    FOR partition IN SELECT relname FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind = 'r' AND NOT relispartition AND relname ~ '^(messages|events)_\d{6}$' LOOP
        EXECUTE format('DROP TABLE gateway.%I', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;
