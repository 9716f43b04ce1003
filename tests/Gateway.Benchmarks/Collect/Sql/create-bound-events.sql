CREATE TABLE bound_events (
    id          uuid        NOT NULL PRIMARY KEY,
    seq         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id  uuid        NOT NULL,
    type        smallint    NOT NULL,
    message_id  uuid        NOT NULL,
    occurred_at timestamptz NOT NULL
);
CREATE INDEX bound_events_feed ON bound_events (account_id, seq)
