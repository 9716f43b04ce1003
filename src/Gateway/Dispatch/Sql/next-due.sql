-- One step in the index of claims for each lane.
SELECT LEAST(
    (SELECT due_at FROM gateway.inflight WHERE vendor = @vendor AND lane = 0 AND state = 0 ORDER BY due_at LIMIT 1),
    (SELECT due_at FROM gateway.inflight WHERE vendor = @vendor AND lane = 1 AND state = 0 ORDER BY due_at LIMIT 1),
    (SELECT due_at FROM gateway.inflight WHERE vendor = @vendor AND lane = 2 AND state = 0 ORDER BY due_at LIMIT 1))
