-- Search walks indexes in order, so each ends with the id. That of the sender is the only one more that a new message pays for.
CREATE INDEX messages_sender ON gateway.messages (account_id, sender, id);
CREATE INDEX messages_batch_id ON gateway.messages (batch_id, id);
DROP INDEX gateway.messages_batch;

-- Written when a message enters a vendor's queue.
CREATE INDEX inflight_queued ON gateway.inflight (account_id, message_id) WHERE queued_at IS NOT NULL;

-- Which hours have anything of a kind. Counts stay out of the indexes, so that counting touches none of them.
CREATE INDEX stats_channel ON gateway.stats (account_id, channel, hour);
CREATE INDEX stats_vendor ON gateway.stats (account_id, vendor, hour);
CREATE INDEX stats_status ON gateway.stats (account_id, status, hour);

-- Where nearly all messages have one account, one sender or one batch, ANALYZE sees one value, and the planner holds its index for useless: also for the second account, whose search then reads
-- everything of the first one. So it is told that there are many.
ALTER TABLE gateway.stats ALTER COLUMN account_id SET (n_distinct = 100), ALTER COLUMN channel SET (n_distinct = 100), ALTER COLUMN vendor SET (n_distinct = 100), ALTER COLUMN status SET (n_distinct = 100);
CREATE FUNCTION gateway.expect_many(partition regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'ALTER TABLE %s ALTER COLUMN account_id SET (n_distinct = 100), ALTER COLUMN sender SET (n_distinct = 1000), ALTER COLUMN recipient SET (n_distinct = 10000), '
        'ALTER COLUMN reference SET (n_distinct = 10000), ALTER COLUMN batch_id SET (n_distinct = 10000)', partition);
END
$$;
SELECT gateway.expect_many(inhrelid) FROM pg_inherits WHERE inhparent = 'gateway.messages'::regclass;

-- As before, and the same for new months.
CREATE OR REPLACE FUNCTION gateway.ensure_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    start_at timestamptz := date_trunc('month', month AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    end_at   timestamptz := (date_trunc('month', month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    suffix   text := to_char(start_at AT TIME ZONE 'UTC', 'YYYYMM');
    parent   text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['messages', 'events'] LOOP
        IF to_regclass(format('gateway.%I', parent || '_' || suffix)) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE gateway.%I PARTITION OF gateway.%I FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = %s)',
                parent || '_' || suffix, parent, gateway.first_id(start_at), gateway.first_id(end_at), CASE parent WHEN 'messages' THEN 70 ELSE 100 END);
            IF parent = 'messages' THEN
                PERFORM gateway.expect_many(format('gateway.%I', parent || '_' || suffix)::regclass);
            END IF;
        END IF;
    END LOOP;
END
$$;
