DELETE FROM gateway.batches
WHERE id IN (SELECT id FROM gateway.batches WHERE id < gateway.first_id(@before) AND completed_at < @before ORDER BY id LIMIT @limit)
