-- The batch of an upload stands before its first line is read. Its key (@scope) is one of all keys, so it waits for a
-- JSON batch that is being stored with it, and gives way to one that is; @key finds the batch again,
-- when the upload is repeated to go on with it. A batch of an older version may have its key alone.
WITH own AS (
    INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at)
    SELECT @account_id, @scope, '', 202, uuid_send(@id), @now WHERE @scope IS NOT NULL
    ON CONFLICT (account_id, key) DO NOTHING
    RETURNING key
)
INSERT INTO gateway.batches (id, account_id, name, idempotency_key, created_at, touched_at, lines_hash, resend_of,
    held_until, made_by, pace_messages, pace_seconds)
SELECT @id, @account_id, @name, @key, @now, @now, @lines_hash, @resend_of,
    @held_until, @made_by, @pace_messages, @pace_seconds
WHERE @scope IS NULL OR EXISTS (SELECT FROM own)
ON CONFLICT (account_id, idempotency_key) DO NOTHING
