-- The next events that are old enough, in the order in which they happened, with the messages that they ended. Every end makes an event, so none is missed, and nothing is looked at twice.
WITH step AS MATERIALIZED (
    SELECT id, message_id, type FROM gateway.events WHERE id > @after AND id < gateway.first_id(@before) ORDER BY id LIMIT @limit
)
SELECT s.id AS event_id, m.id AS message_id, m.account_id, m.recipient
FROM step s
LEFT JOIN gateway.messages m ON m.id = s.message_id AND s.type = ANY (@ends) AND m.content_removed_at IS NULL
    AND NOT EXISTS (SELECT FROM gateway.inflight i WHERE i.message_id = s.message_id)
ORDER BY s.id
