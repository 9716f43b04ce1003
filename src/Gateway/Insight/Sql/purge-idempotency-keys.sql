DELETE FROM gateway.idempotency_keys
WHERE (account_id, key) IN (SELECT account_id, key FROM gateway.idempotency_keys WHERE created_at < @before ORDER BY created_at LIMIT @limit)
