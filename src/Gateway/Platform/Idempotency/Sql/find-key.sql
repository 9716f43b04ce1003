SELECT request_hash, answer FROM gateway.idempotency_keys WHERE account_id = @account_id AND key = @key
