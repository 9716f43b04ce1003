WITH new_keys AS (
    INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at)
    SELECT account_id, key, request_hash, @key_status, answer, @now
    FROM unnest(@key_accounts, @keys, @hashes, @answers) AS k (account_id, key, request_hash, answer)
    ORDER BY account_id, key
    ON CONFLICT (account_id, key) DO NOTHING
    RETURNING account_id, key
)
SELECT account_id, key
FROM unnest(@key_accounts, @keys) AS k (account_id, key)
WHERE (account_id, key) NOT IN (SELECT account_id, key FROM new_keys)
