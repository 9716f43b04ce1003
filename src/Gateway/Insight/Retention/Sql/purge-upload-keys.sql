UPDATE gateway.batches SET idempotency_key = NULL
WHERE id IN (SELECT id FROM gateway.batches WHERE idempotency_key IS NOT NULL AND uploaded_at < @before LIMIT @limit)
