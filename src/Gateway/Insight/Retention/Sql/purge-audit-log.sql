DELETE FROM gateway.audit_log
WHERE id IN (SELECT id FROM gateway.audit_log WHERE id < gateway.first_id(@before) ORDER BY id LIMIT @limit)
