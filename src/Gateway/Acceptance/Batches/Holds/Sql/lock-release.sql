-- One at a time moves messages of a batch; a cancel waits for it, and it stops for a cancel.
SELECT released_at, release_after, release_count, pace_messages, pace_seconds FROM gateway.batches
WHERE id = @id AND releasing
FOR UPDATE
