SELECT name, xml FROM gateway.data_protection_keys ORDER BY created_at
