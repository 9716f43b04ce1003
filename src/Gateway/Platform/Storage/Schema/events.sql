-- Everything that a client can see happen, in feed order.
CREATE TABLE gateway.events (
    id          uuid        NOT NULL,
    seq         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id  uuid        NOT NULL,
    type        smallint    NOT NULL CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 11),
    message_id  uuid,
    occurred_at timestamptz NOT NULL,
    data        jsonb,
    -- Which transaction made it: so the feed can tell what was not yet visible when a page was read.
    tx          xid8        DEFAULT pg_current_xact_id(),
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE gateway.events_default PARTITION OF gateway.events DEFAULT;
CREATE INDEX events_feed ON gateway.events (account_id, seq);
CREATE INDEX events_tx ON gateway.events (tx);
-- Ends that are seldom: by these, search finds their messages.
CREATE INDEX events_ends ON gateway.events (account_id, type, message_id) WHERE type IN (3, 4, 5);

-- A transaction has its number before it takes the first seq, even when its first statement is the one that makes
-- events: a transaction with a number of later than a snapshot then has only later seqs.
CREATE FUNCTION gateway.begin_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END
$$;
CREATE TRIGGER events_begin BEFORE INSERT ON gateway.events FOR EACH STATEMENT EXECUTE FUNCTION gateway.begin_events();
