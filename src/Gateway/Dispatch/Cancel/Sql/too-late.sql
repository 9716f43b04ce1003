-- The agent was faster: the wish is forgotten, the message goes its way.
UPDATE gateway.inflight i SET cancel_requested_at = NULL
FROM (SELECT message_id FROM gateway.inflight WHERE message_id = ANY (@ids) ORDER BY message_id FOR UPDATE) AS locked
WHERE i.message_id = locked.message_id
