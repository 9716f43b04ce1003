-- Its key is free again.
WITH batch AS (
    SELECT id, account_id, idempotency_key FROM gateway.batches
    WHERE id = @id AND uploaded_at IS NULL AND accepted = 0 AND rejected = 0
    FOR UPDATE
), freed AS (
    DELETE FROM gateway.idempotency_keys k USING batch b
    WHERE k.account_id = b.account_id AND k.key = gateway.key_of_upload(b.idempotency_key) AND k.request_hash = ''
)
DELETE FROM gateway.batches d USING batch b WHERE d.id = b.id
