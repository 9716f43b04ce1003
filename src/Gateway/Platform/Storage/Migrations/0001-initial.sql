CREATE SCHEMA IF NOT EXISTS gateway;

-- A UUIDv7 (RFC 9562) for the given moment: 48 bits of milliseconds, then random bits.
CREATE FUNCTION gateway.new_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

-- The smallest UUIDv7 of a moment: the border of a partition.
CREATE FUNCTION gateway.first_id(at timestamptz) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (encode(substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3), 'hex') || '00000000000000000000')::uuid
$$;

-- Makes the partitions of one month (UTC) for every table that is partitioned by id. Does nothing where they exist.
CREATE FUNCTION gateway.ensure_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
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
        END IF;
    END LOOP;
END
$$;

-- The record of a message: written once when it is accepted, once more when it ends.
CREATE TABLE gateway.messages (
    id              uuid        NOT NULL,
    account_id      uuid        NOT NULL,
    batch_id        uuid        NOT NULL,
    channel         smallint    NOT NULL,
    vendor          text        NOT NULL,
    sender          text        NOT NULL,
    recipient       text        NOT NULL,
    recipient_name  text,
    subject         text,
    body            text,
    priority        smallint    NOT NULL,
    reference       text,
    metadata        jsonb,
    sub_id          text,
    created_at      timestamptz NOT NULL,
    scheduled_at    timestamptz,
    expires_at      timestamptz NOT NULL,
    status          smallint    NOT NULL,
    queued_at       timestamptz,
    sent_at         timestamptz,
    completed_at    timestamptz,
    result_code     smallint,
    vendor_code     text,
    vendor_group    text,
    telecom         text,
    late            boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE gateway.messages_default PARTITION OF gateway.messages DEFAULT;

-- The work: one slim row for each message that has not ended.
CREATE TABLE gateway.inflight (
    message_id    uuid        NOT NULL PRIMARY KEY,
    account_id    uuid        NOT NULL,
    vendor        text        NOT NULL,
    lane          smallint    NOT NULL,
    state         smallint    NOT NULL,
    due_at        timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    handover_id   uuid,
    position      integer,
    queued_at     timestamptz,
    sent_at       timestamptz,
    next_probe_at timestamptz
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX inflight_claim ON gateway.inflight (vendor, lane, due_at, message_id) WHERE state = 0;
CREATE INDEX inflight_handover ON gateway.inflight (handover_id) WHERE state = 1;
CREATE INDEX inflight_probe ON gateway.inflight (vendor, next_probe_at) WHERE state >= 2;
CREATE INDEX inflight_expiry ON gateway.inflight (expires_at);

-- One attempt to put messages into a vendor's queue table. Its twin is the vendor's gateway_handover.
CREATE TABLE gateway.handovers (
    id         uuid        NOT NULL PRIMARY KEY,
    vendor     text        NOT NULL,
    row_count  integer     NOT NULL,
    state      smallint    NOT NULL,
    node       text        NOT NULL,
    claimed_at timestamptz NOT NULL,
    decided_at timestamptz
);
CREATE INDEX handovers_open ON gateway.handovers (claimed_at) WHERE state = 0;
CREATE INDEX handovers_decided ON gateway.handovers (decided_at) WHERE state <> 0;

-- Everything that a client can see happen, in feed order.
CREATE TABLE gateway.events (
    id          uuid        NOT NULL,
    seq         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id  uuid        NOT NULL,
    type        smallint    NOT NULL,
    message_id  uuid,
    occurred_at timestamptz NOT NULL,
    data        jsonb,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE gateway.events_default PARTITION OF gateway.events DEFAULT;
CREATE INDEX events_feed ON gateway.events (account_id, seq);

CREATE TABLE gateway.webhooks (
    id                    uuid        NOT NULL PRIMARY KEY,
    account_id            uuid        NOT NULL,
    url                   text        NOT NULL,
    description           text,
    events                text[]      NOT NULL,
    event_mask            bigint      NOT NULL,
    secret                text        NOT NULL,
    status                smallint    NOT NULL,
    disabled_reason       text,
    failing_since         timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    deleted_at            timestamptz
);
CREATE INDEX webhooks_account ON gateway.webhooks (account_id) WHERE deleted_at IS NULL;

CREATE TABLE gateway.deliveries (
    id              uuid        NOT NULL PRIMARY KEY,
    webhook_id      uuid        NOT NULL,
    event_id        uuid        NOT NULL,
    event_seq       bigint      NOT NULL,
    message_id      uuid,
    status          smallint    NOT NULL,
    attempts        smallint    NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    completed_at    timestamptz
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX deliveries_due ON gateway.deliveries (webhook_id, next_attempt_at) WHERE status = 0;
CREATE INDEX deliveries_order ON gateway.deliveries (webhook_id, message_id, event_seq) WHERE status = 0;

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

-- Every event finds its webhooks in the transaction that makes it, so none can be forgotten or doubled. Disabled endpoints get theirs too: kept, not sent.
CREATE FUNCTION gateway.fan_out_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, message_id, status, next_attempt_at, created_at)
    SELECT gateway.new_id(e.occurred_at), w.id, e.id, e.seq, e.message_id, 0, e.occurred_at, e.occurred_at
    FROM new_events e
    JOIN gateway.webhooks w ON w.account_id = e.account_id AND w.deleted_at IS NULL AND (w.event_mask & (1::bigint << e.type)) <> 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_fan_out AFTER INSERT ON gateway.events REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION gateway.fan_out_events();

CREATE TABLE gateway.idempotency_keys (
    account_id   uuid        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       smallint    NOT NULL,
    answer       bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_age ON gateway.idempotency_keys (created_at);

CREATE TABLE gateway.report_cursors (
    vendor     text        NOT NULL PRIMARY KEY,
    position   timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- Reports for ids that no message has: kept to be looked at.
CREATE TABLE gateway.orphan_reports (
    vendor       text        NOT NULL,
    message_id   uuid        NOT NULL,
    vendor_code  text        NOT NULL,
    completed_at timestamptz,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (vendor, message_id)
);

CREATE TABLE gateway.data_protection_keys (
    name       text        NOT NULL PRIMARY KEY,
    xml        text        NOT NULL,
    created_at timestamptz NOT NULL
);
