-- Nothing that the sender wrote is left, and no number of a person.
UPDATE gateway.received_messages SET sender = NULL, body = NULL, sealed = NULL, content_removed_at = @now
WHERE id IN (
    SELECT id FROM gateway.received_messages
    WHERE content_removed_at IS NULL AND id < gateway.first_id(@before) ORDER BY id LIMIT @limit)
