-- The next messages of a batch that are held still.
SELECT m.id, m.channel, m.purpose, m.scheduled_at
FROM gateway.messages m JOIN gateway.inflight_waiting i ON i.message_id = m.id
WHERE m.batch_id = @id AND m.batch_id <> m.id AND m.id > @after AND i.due_at = gateway.held_due()
ORDER BY m.id LIMIT @limit
