-- The key of an upload, which has no hash, lives as long as its batch has it: an upload may take long, and its day
-- begins with its end.
DELETE FROM gateway.idempotency_keys
WHERE (account_id, key) IN (
    SELECT account_id, key FROM gateway.idempotency_keys k
    WHERE created_at < @before
        AND NOT (request_hash = '' AND EXISTS (
            SELECT FROM gateway.batches b
            WHERE b.account_id = k.account_id AND b.idempotency_key = replace(k.key, E'\nPOST /v1/batches', '')))
    ORDER BY created_at LIMIT @limit)
