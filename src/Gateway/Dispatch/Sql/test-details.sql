-- The messages of test keys that are due and carry more than a text: what it is, may be encrypted.
SELECT i.message_id, m.details
FROM (
    SELECT message_id FROM gateway.inflight
    WHERE vendor = @vendor AND state = {InflightState.Waiting} AND due_at <= @now AND expires_at > @now
    ORDER BY lane, due_at, message_id LIMIT @limit
) AS i
JOIN gateway.messages m ON m.id = i.message_id
WHERE m.details IS NOT NULL
