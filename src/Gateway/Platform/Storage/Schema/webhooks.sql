CREATE TABLE gateway.webhooks (
    id                    uuid        NOT NULL PRIMARY KEY,
    account_id            uuid        NOT NULL,
    url                   text        NOT NULL,
    description           text,
    events                text[]      NOT NULL,
    event_mask            bigint      NOT NULL,
    secret                text        NOT NULL,
    status                smallint    NOT NULL CONSTRAINT webhooks_status_known CHECK (status BETWEEN 0 AND 1),
    disabled_reason       text,
    failing_since         timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    deleted_at            timestamptz,
    -- Bodies of many events.
    batch                 boolean     NOT NULL DEFAULT false,
    -- A second secret while one is being replaced.
    previous_secret       text,
    previous_secret_until timestamptz,
    -- A key that may not read numbers and names has set the address: so the endpoint is told none either.
    masked                boolean     NOT NULL DEFAULT false
);
CREATE INDEX webhooks_account ON gateway.webhooks (account_id) WHERE deleted_at IS NULL;

-- A delivery that has succeeded tells how in its own row, so that the usual case writes one row and not two; attempts
-- that failed stand in delivery_attempts. Ids are always looked for together with their endpoint, so the key serves
-- both that and the delivery log, newest first.
CREATE TABLE gateway.deliveries (
    id              uuid        NOT NULL,
    webhook_id      uuid        NOT NULL,
    event_id        uuid        NOT NULL,
    event_seq       bigint      NOT NULL,
    message_id      uuid,
    status          smallint    NOT NULL CONSTRAINT deliveries_status_known CHECK (status BETWEEN 0 AND 2),
    attempts        smallint    NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    completed_at    timestamptz,
    group_id        uuid,
    attempts_before smallint    NOT NULL DEFAULT 0,
    attempted_at    timestamptz,
    status_code     smallint,
    duration_ms     integer,
    answer          text,
    PRIMARY KEY (webhook_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX deliveries_order ON gateway.deliveries (webhook_id, message_id, event_seq) WHERE status = 0;
-- Equal times keep the order of events, which matters for those that were put off together.
CREATE INDEX deliveries_next ON gateway.deliveries (webhook_id, next_attempt_at, event_seq) WHERE status = 0;
CREATE INDEX deliveries_failed ON gateway.deliveries (webhook_id, id) WHERE status = 2;
-- The events of one body: they stay together over retries, because its webhook-id stands for exactly them.
CREATE INDEX deliveries_group ON gateway.deliveries (group_id) WHERE status = 0 AND group_id IS NOT NULL;

CREATE TABLE gateway.delivery_attempts (
    delivery_id uuid        NOT NULL,
    number      smallint    NOT NULL,
    at          timestamptz NOT NULL,
    status_code smallint,
    error       text,
    duration_ms integer     NOT NULL,
    answer      text,
    PRIMARY KEY (delivery_id, number)
);

-- Every event finds its webhooks in the transaction that makes it, so none can be forgotten or doubled. Disabled
-- endpoints get theirs too: kept, not sent. A test (11) goes to the one endpoint that it tests, by the statement that
-- makes it.
CREATE FUNCTION gateway.fan_out_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, message_id, status, next_attempt_at, created_at)
    SELECT gateway.new_id(e.occurred_at), w.id, e.id, e.seq, e.message_id, 0, e.occurred_at, e.occurred_at
    FROM new_events e
    JOIN gateway.webhooks w ON w.account_id = e.account_id AND w.deleted_at IS NULL AND (w.event_mask & (1::bigint << e.type)) <> 0
    WHERE e.type <> 11;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_fan_out AFTER INSERT ON gateway.events REFERENCING NEW TABLE AS new_events
    FOR EACH STATEMENT EXECUTE FUNCTION gateway.fan_out_events();

-- Which node serves an endpoint. One at a time, so that its order, its limit of requests and its circuit breaker hold
-- over all nodes, and a claim needs no write.
CREATE TABLE gateway.webhook_leases (
    webhook_id uuid        NOT NULL PRIMARY KEY,
    node       uuid        NOT NULL,
    until      timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Past events that are to be delivered once more. seen is what its requester could see: events that came later are
-- delivered anyway.
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
