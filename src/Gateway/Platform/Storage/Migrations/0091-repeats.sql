-- Accounts may refuse repeated messages, and too many to one number.
ALTER TABLE gateway.accounts ADD COLUMN duplicate_window_seconds integer, ADD COLUMN recipient_hourly_cap integer;

-- The last message that each recipient got with each content, as a keyed hash of both. The key decides which of two is the first. Filled only for accounts with a window.
CREATE TABLE gateway.recent_contents (
    account_id  uuid        NOT NULL,
    content     text        NOT NULL,
    message_id  uuid        NOT NULL,
    accepted_at timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    PRIMARY KEY (account_id, content)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX recent_contents_age ON gateway.recent_contents (until);

-- When messages to each recipient, as a keyed hash, were accepted in the last hour. Filled only for accounts with a cap, which is also the most that a row holds.
CREATE TABLE gateway.recent_recipients (
    account_id  uuid          NOT NULL,
    recipient   text          NOT NULL,
    accepted_at timestamptz[] NOT NULL,
    cap         integer       NOT NULL,
    until       timestamptz   NOT NULL,
    PRIMARY KEY (account_id, recipient)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX recent_recipients_age ON gateway.recent_recipients (until);
