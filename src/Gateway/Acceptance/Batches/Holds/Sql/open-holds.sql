-- Held batches about which something is to be done: their release was broken off, or nobody has released them in time.
SELECT id, account_id, releasing FROM gateway.batches
WHERE held_until IS NOT NULL AND completed_at IS NULL AND (releasing OR (released_at IS NULL AND held_until <= @now))
ORDER BY id LIMIT @limit
