-- Which transaction made an event: so the feed can tell what was not yet visible when a page was read. Null: before this column came.
ALTER TABLE gateway.events ADD COLUMN tx xid8;
ALTER TABLE gateway.events ALTER COLUMN tx SET DEFAULT pg_current_xact_id();
CREATE INDEX events_tx ON gateway.events (tx);

-- A transaction has its number before it takes the first seq, even when its first statement is the one that makes events: a transaction with a number of
-- later than a snapshot then has only later seqs.
CREATE FUNCTION gateway.begin_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END
$$;
CREATE TRIGGER events_begin BEFORE INSERT ON gateway.events FOR EACH STATEMENT EXECUTE FUNCTION gateway.begin_events();
