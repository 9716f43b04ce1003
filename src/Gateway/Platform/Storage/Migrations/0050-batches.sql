-- Many messages sent as one. Accepted, rejected, errors and lines are changed in the transaction that stores the messages, so they are right after any crash.
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
