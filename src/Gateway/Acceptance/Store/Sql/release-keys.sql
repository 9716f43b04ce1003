-- A request that is refused leaves its Idempotency-Key free.
DELETE FROM gateway.idempotency_keys
WHERE (account_id, key) IN (SELECT account_id, key FROM unnest(@accounts, @keys) AS k (account_id, key))
