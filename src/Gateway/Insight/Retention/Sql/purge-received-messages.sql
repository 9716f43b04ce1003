DELETE FROM gateway.received_messages
WHERE id IN (SELECT id FROM gateway.received_messages WHERE id < gateway.first_id(@before) ORDER BY id LIMIT @limit)
