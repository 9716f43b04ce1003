DELETE FROM gateway.recent_recipients
WHERE (account_id, recipient) IN (SELECT account_id, recipient FROM gateway.recent_recipients WHERE until < @before ORDER BY until LIMIT @limit) AND until < @before
