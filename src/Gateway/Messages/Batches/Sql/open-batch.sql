-- The batch of an upload stands before its first line is read; its key decides that a repeated upload goes on with the same one.
INSERT INTO gateway.batches (id, account_id, name, idempotency_key, created_at, touched_at, lines_hash)
VALUES (@id, @account_id, @name, @key, @now, @now, @lines_hash)
ON CONFLICT (account_id, idempotency_key) DO NOTHING
