DELETE FROM gateway.handovers
WHERE id IN (SELECT id FROM gateway.handovers WHERE state <> 0 AND decided_at < @before ORDER BY decided_at LIMIT @limit)
