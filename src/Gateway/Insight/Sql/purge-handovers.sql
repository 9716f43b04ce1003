DELETE FROM gateway.handovers
WHERE id IN (SELECT id FROM gateway.handovers WHERE state <> {HandoverState.Open} AND decided_at < @before ORDER BY decided_at LIMIT @limit)
