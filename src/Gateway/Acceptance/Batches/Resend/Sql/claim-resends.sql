-- Each message is sent again at most once: the key decides. Who comes second waits until the first has committed, and
-- is told of those that were left. In the order of the keys, so that two never wait for each other.
INSERT INTO gateway.resends (message_id, batch_id, resent_as)
SELECT r.message_id, @batch_id, r.resent_as
FROM unnest(@originals, @resent_as) AS r (message_id, resent_as)
ORDER BY r.message_id
ON CONFLICT (message_id) DO NOTHING
RETURNING message_id
