-- Numbers may end, and results of vendors block them.
ALTER TABLE gateway.senders
    ADD COLUMN expires_at   timestamptz,
    ADD COLUMN blocked_code integer,
    ADD COLUMN blocked_at   timestamptz,
    ADD COLUMN unblocked_at timestamptz,
    DROP CONSTRAINT senders_state,
    ADD CONSTRAINT senders_state CHECK (state BETWEEN 0 AND 3);

ALTER TABLE gateway.events
    DROP CONSTRAINT events_type_known,
    ADD CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 12);

-- An endpoint for all events is told of new types too; its mask is that of the types that were known when it was made.
UPDATE gateway.webhooks SET event_mask = event_mask | (1::bigint << 12) WHERE '*' = ANY (events);
