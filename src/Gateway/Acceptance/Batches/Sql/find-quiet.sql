-- Open batches whose upload has ended and that wait for no message as far as we know: one look by key for each, however big the batch is.
SELECT b.id FROM gateway.batches b
WHERE b.completed_at IS NULL AND b.uploaded_at IS NOT NULL AND NOT EXISTS (SELECT FROM gateway.inflight i WHERE i.message_id = b.waits_for)
ORDER BY b.id
LIMIT @limit
