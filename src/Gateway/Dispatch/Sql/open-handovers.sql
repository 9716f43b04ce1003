SELECT id, vendor FROM gateway.handovers WHERE state = 0 AND claimed_at <= @before ORDER BY claimed_at LIMIT @limit
