DELETE FROM gateway.received_faxes
WHERE id IN (SELECT id FROM gateway.received_faxes WHERE id < gateway.first_id(@before) ORDER BY id LIMIT @limit)
