SELECT DISTINCT s.vendor, s.message_id FROM gateway.staged_files s
WHERE s.staged_at < @before AND NOT EXISTS (SELECT FROM gateway.inflight i WHERE i.message_id = s.message_id)
LIMIT @limit
