DELETE FROM gateway.recent_contents
WHERE (account_id, content) IN (SELECT account_id, content FROM gateway.recent_contents WHERE until < @before ORDER BY until LIMIT @limit) AND until < @before
