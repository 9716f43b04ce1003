-- The messages that had these contents first.
SELECT account_id, content, message_id
FROM gateway.recent_contents
WHERE (account_id, content) IN (SELECT account_id, content FROM unnest(@accounts, @contents) AS w (account_id, content))
