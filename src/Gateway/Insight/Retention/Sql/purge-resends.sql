-- Only when the message itself is gone: until then its row keeps it from being sent again once more.
DELETE FROM gateway.resends
WHERE message_id IN (
    SELECT r.message_id FROM gateway.resends r
    WHERE r.message_id < gateway.first_id(@before) AND NOT EXISTS (SELECT FROM gateway.messages m WHERE m.id = r.message_id)
    ORDER BY r.message_id LIMIT @limit
)
