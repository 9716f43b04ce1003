-- A month whose table was not made in time (nobody made any for months, or the clock was wrong) has its rows in the default partition, and PostgreSQL makes no table for rows that are there. So they are
-- taken out, and put into their table.
CREATE OR REPLACE FUNCTION gateway.ensure_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
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

-- The month before, this one and those ahead, and every month that has rows in a default partition. One caller at a time: two nodes do this at the same hour.
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
