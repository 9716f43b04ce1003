-- Short messages that agents received. The unique key decides whether one is new, however often it is read.
CREATE TABLE gateway.received_messages (
    id                 uuid             NOT NULL PRIMARY KEY,
    account_id         uuid             NOT NULL,
    vendor             text COLLATE "C" NOT NULL,
    vendor_key         text COLLATE "C" NOT NULL,
    sender             text COLLATE "C",
    recipient          text COLLATE "C",
    body               text COLLATE "C",
    -- The text in place of body, when contents are encrypted.
    sealed             bytea,
    received_at        timestamptz      NOT NULL,
    created_at         timestamptz      NOT NULL,
    -- When retention emptied it.
    content_removed_at timestamptz,
    UNIQUE (vendor, vendor_key)
);
CREATE INDEX received_messages_account ON gateway.received_messages (account_id, id);
CREATE INDEX received_messages_contents ON gateway.received_messages (id) WHERE content_removed_at IS NULL;

-- How far each vendor's received messages were read, by the agent's clock.
CREATE TABLE gateway.received_cursors (
    vendor     text COLLATE "C" NOT NULL PRIMARY KEY,
    position   timestamptz      NOT NULL,
    updated_at timestamptz      NOT NULL
);

ALTER TABLE gateway.events
    DROP CONSTRAINT events_type_known,
    ADD CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 14);

UPDATE gateway.webhooks SET event_mask = event_mask | (1::bigint << 14)
WHERE '*' = ANY (events) OR 'message.*' = ANY (events);
