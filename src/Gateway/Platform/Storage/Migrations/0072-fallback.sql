-- Fallbacks of the gateway: which messages have one, and the two legs of it.
ALTER TABLE gateway.messages ADD COLUMN falls_back boolean NOT NULL DEFAULT false;
ALTER TABLE gateway.messages ADD COLUMN fallback_id uuid;
ALTER TABLE gateway.messages ADD COLUMN fallback_of uuid;

-- Messages that have ended without success and wait for the decision about their second leg.
CREATE TABLE gateway.due_fallbacks (
    message_id uuid NOT NULL PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Noted by the very statement that ends the message, whichever it is, so that no end can be forgotten. 5: failed, 6: expired; below 4: not ended. A late report ends nothing anew.
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
CREATE TRIGGER messages_fall_back AFTER UPDATE ON gateway.messages REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION gateway.note_fallbacks();
