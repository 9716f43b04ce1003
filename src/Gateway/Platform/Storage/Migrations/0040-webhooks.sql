-- Endpoints: bodies of many events, and a second secret while one is being replaced.
ALTER TABLE gateway.webhooks ADD COLUMN batch boolean NOT NULL DEFAULT false;
ALTER TABLE gateway.webhooks ADD COLUMN previous_secret text;
ALTER TABLE gateway.webhooks ADD COLUMN previous_secret_until timestamptz;

-- A delivery that has succeeded tells how in its own row, so that the usual case writes one row and not two; attempts that failed stand in delivery_attempts.
ALTER TABLE gateway.deliveries ADD COLUMN group_id uuid;
ALTER TABLE gateway.deliveries ADD COLUMN attempts_before smallint NOT NULL DEFAULT 0;
ALTER TABLE gateway.deliveries ADD COLUMN attempted_at timestamptz;
ALTER TABLE gateway.deliveries ADD COLUMN status_code smallint;
ALTER TABLE gateway.deliveries ADD COLUMN duration_ms integer;
ALTER TABLE gateway.deliveries ADD COLUMN answer text;

-- Ids are always looked for together with their endpoint, so one index serves both that and the delivery log, newest first.
ALTER TABLE gateway.deliveries DROP CONSTRAINT deliveries_pkey, ADD PRIMARY KEY (webhook_id, id);
CREATE INDEX deliveries_failed ON gateway.deliveries (webhook_id, id) WHERE status = 2;

-- Equal times keep the order of events, which matters for those that were put off together.
CREATE INDEX deliveries_next ON gateway.deliveries (webhook_id, next_attempt_at, event_seq) WHERE status = 0;
DROP INDEX gateway.deliveries_due;

-- The events of one body: they stay together over retries, because its webhook-id stands for exactly them.
CREATE INDEX deliveries_group ON gateway.deliveries (group_id) WHERE status = 0 AND group_id IS NOT NULL;

-- Which node serves an endpoint. One at a time, so that its order, its limit of requests and its circuit breaker hold over all nodes, and a claim needs no write.
CREATE TABLE gateway.webhook_leases (
    webhook_id uuid        NOT NULL PRIMARY KEY,
    node       uuid        NOT NULL,
    until      timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Past events that are to be delivered once more. seen is what its requester could see: events that came later are delivered anyway.
CREATE TABLE gateway.webhook_replays (
    id          uuid        NOT NULL PRIMARY KEY,
    webhook_id  uuid        NOT NULL,
    account_id  uuid        NOT NULL,
    event_mask  bigint      NOT NULL,
    from_at     timestamptz NOT NULL,
    to_at       timestamptz NOT NULL,
    after_id    uuid        NOT NULL,
    seen        pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
    events      bigint      NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX webhook_replays_open ON gateway.webhook_replays (id) WHERE finished_at IS NULL;

-- As before, but a test goes to the one endpoint that it tests, by the statement that makes it.
CREATE OR REPLACE FUNCTION gateway.fan_out_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, message_id, status, next_attempt_at, created_at)
    SELECT gateway.new_id(e.occurred_at), w.id, e.id, e.seq, e.message_id, 0, e.occurred_at, e.occurred_at
    FROM new_events e
    JOIN gateway.webhooks w ON w.account_id = e.account_id AND w.deleted_at IS NULL AND (w.event_mask & (1::bigint << e.type)) <> 0
    WHERE e.type <> 11;
    RETURN NULL;
END
$$;
