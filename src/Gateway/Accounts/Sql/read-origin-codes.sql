SELECT id, origin_code FROM gateway.accounts WHERE origin_code IS NOT NULL
