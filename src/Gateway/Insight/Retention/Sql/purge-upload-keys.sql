-- The day of an upload's key begins when the upload ends.
WITH old AS (
    SELECT id, account_id, idempotency_key FROM gateway.batches
    WHERE idempotency_key IS NOT NULL AND uploaded_at < @before LIMIT @limit
    FOR UPDATE SKIP LOCKED
), keys AS (
    DELETE FROM gateway.idempotency_keys k USING old
    WHERE k.account_id = old.account_id AND k.key = gateway.key_of_upload(old.idempotency_key) AND k.request_hash = ''
)
UPDATE gateway.batches b SET idempotency_key = NULL FROM old WHERE b.id = old.id
