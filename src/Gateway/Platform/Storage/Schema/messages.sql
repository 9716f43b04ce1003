-- The record of a message: written once when it is accepted, once more when it ends. The CHECKs, here and elsewhere,
-- let the database itself refuse numbers that mean nothing, from whatever hand they come: a row that no reader
-- understands would be in everybody's way. Each has exactly the numbers of its enumeration (SchemaTests compares
-- them), so a new member needs a migration. BETWEEN costs two comparisons of integers for a row that is written.
CREATE TABLE gateway.messages (
    id                 uuid        NOT NULL,
    account_id         uuid        NOT NULL,
    batch_id           uuid        NOT NULL,
    channel            smallint    NOT NULL CONSTRAINT messages_channel_known CHECK (channel BETWEEN 0 AND 6),
    vendor             text        NOT NULL,
    sender             text        NOT NULL,
    recipient          text        NOT NULL,
    recipient_name     text,
    subject            text,
    body               text,
    priority           smallint    NOT NULL CONSTRAINT messages_priority_known CHECK (priority BETWEEN 0 AND 2),
    reference          text,
    metadata           jsonb,
    sub_id             text,
    created_at         timestamptz NOT NULL,
    scheduled_at       timestamptz,
    expires_at         timestamptz NOT NULL,
    status             smallint    NOT NULL CONSTRAINT messages_status_known CHECK (status BETWEEN 0 AND 7),
    queued_at          timestamptz,
    sent_at            timestamptz,
    completed_at       timestamptz,
    result_code        smallint,
    vendor_code        text,
    vendor_group       text,
    telecom            text,
    late               boolean     NOT NULL DEFAULT false,
    -- What the channels beyond SMS and LMS bring: their own fields as asked for, and more of what vendors report.
    details            jsonb,
    pages              smallint,
    seconds            integer,
    reply              text,
    fee                numeric,
    fallback_channel   smallint    CONSTRAINT messages_fallback_channel_known CHECK (fallback_channel BETWEEN 0 AND 6),
    billing_id         text,
    -- Whether the gateway chose the vendor.
    routed             boolean     NOT NULL DEFAULT false,
    -- The trace of the request that it came with: trace id, span id and flags, where it is recorded.
    trace              bytea,
    -- What it is for, and until when quiet hours hold it.
    purpose            smallint    NOT NULL DEFAULT 0 CONSTRAINT messages_purpose_known CHECK (purpose BETWEEN 0 AND 1),
    held_until         timestamptz,
    -- Whether it has a fallback of the gateway, and the two ways between the message and it.
    falls_back         boolean     NOT NULL DEFAULT false,
    fallback_id        uuid,
    fallback_of        uuid,
    -- When retention emptied it.
    content_removed_at timestamptz,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE gateway.messages_default PARTITION OF gateway.messages DEFAULT;
SELECT gateway.expect_many('gateway.messages_default');

-- Search walks indexes in order, so each ends with the id. Columns that are updated when a message ends stay out of
-- them, so that ending it touches none; ends that are seldom are found by their events. A request to one recipient is
-- no batch: its batch id is its message's id, and the index of batches holds batches alone.
CREATE INDEX messages_account ON gateway.messages (account_id, id);
CREATE INDEX messages_recipient ON gateway.messages (account_id, recipient, id);
CREATE INDEX messages_sender ON gateway.messages (account_id, sender, id);
CREATE INDEX messages_reference ON gateway.messages (account_id, reference, id) WHERE reference IS NOT NULL;
CREATE INDEX messages_of_batch ON gateway.messages (batch_id, id) WHERE batch_id <> id;

-- Many messages sent as one. Accepted, rejected, errors and lines are changed in the transaction that stores the
-- messages, so they are right after any crash.
CREATE TABLE gateway.batches (
    id              uuid        NOT NULL PRIMARY KEY,
    account_id      uuid        NOT NULL,
    name            text,
    idempotency_key text,
    created_at      timestamptz NOT NULL,
    touched_at      timestamptz NOT NULL,
    uploaded_at     timestamptz,
    lines           integer     NOT NULL DEFAULT 0,
    lines_hash      bytea       NOT NULL DEFAULT '',
    accepted        integer     NOT NULL DEFAULT 0,
    rejected        integer     NOT NULL DEFAULT 0,
    errors          jsonb       NOT NULL DEFAULT '[]',
    waits_for       uuid,
    counts          jsonb,
    completed_at    timestamptz,
    UNIQUE (account_id, idempotency_key)
) WITH (fillfactor = 70);
CREATE INDEX batches_account ON gateway.batches (account_id, id);
CREATE INDEX batches_open ON gateway.batches (id) WHERE completed_at IS NULL;

-- Answers of requests that came with an Idempotency-Key; method and path are part of the key, behind what the client
-- said.
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

-- An upload's key stands among all keys, so that one unique index decides between it and a JSON batch, and in its
-- batch too, where a repeated upload finds what it goes on behind. It has no hash, because an upload is compared line
-- by line; its answer is the batch's id.
CREATE FUNCTION gateway.key_of_upload(key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT split_part(key, E'\n', 1) || E'\nPOST /v1/batches' || substring(key FROM length(split_part(key, E'\n', 1)) + 1)
$$;

-- The last message that each recipient got with each content, as a keyed hash of both. The key decides which of two is
-- the first. Filled only for accounts with a window.
CREATE TABLE gateway.recent_contents (
    account_id  uuid        NOT NULL,
    content     text        NOT NULL,
    message_id  uuid        NOT NULL,
    accepted_at timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    PRIMARY KEY (account_id, content)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX recent_contents_age ON gateway.recent_contents (until);

-- When messages to each recipient, as a keyed hash, were accepted in the last hour. Filled only for accounts with a
-- cap, which is also the most that a row holds.
CREATE TABLE gateway.recent_recipients (
    account_id  uuid          NOT NULL,
    recipient   text          NOT NULL,
    accepted_at timestamptz[] NOT NULL,
    cap         integer       NOT NULL,
    until       timestamptz   NOT NULL,
    PRIMARY KEY (account_id, recipient)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX recent_recipients_age ON gateway.recent_recipients (until);

-- Messages that have ended without success and wait for the decision about their second leg.
CREATE TABLE gateway.due_fallbacks (
    message_id uuid NOT NULL PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Noted by the very statement that ends the message, whichever it is, so that no end can be forgotten. 5: failed, 6:
-- expired; below 4: not ended. A late report ends nothing anew.
CREATE FUNCTION gateway.note_fallbacks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_messages WHERE falls_back AND status IN (5, 6)) THEN
        INSERT INTO gateway.due_fallbacks (message_id)
        SELECT n.id FROM new_messages n JOIN old_messages o ON o.id = n.id
        WHERE n.falls_back AND n.status IN (5, 6) AND n.fallback_id IS NULL AND o.status < 4
        ON CONFLICT (message_id) DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER messages_fall_back AFTER UPDATE ON gateway.messages
    REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION gateway.note_fallbacks();

-- How far retention has come.
CREATE TABLE gateway.retention_cursors (
    name     text NOT NULL PRIMARY KEY,
    position uuid NOT NULL
);
INSERT INTO gateway.retention_cursors (name, position) VALUES ('contents', '00000000-0000-0000-0000-000000000000');

-- The key that numbers are hashed with, as ASP.NET Data Protection encrypts it.
CREATE TABLE gateway.secrets (
    name       text        NOT NULL PRIMARY KEY,
    value      text        NOT NULL,
    created_at timestamptz NOT NULL
);
