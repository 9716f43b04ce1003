INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at)
VALUES (@account_id, @key, @request_hash, @status, @answer, @now)
ON CONFLICT (account_id, key) DO NOTHING
