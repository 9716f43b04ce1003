-- Uploads whose connection or process died: nobody has added to them for long.
UPDATE gateway.batches SET uploaded_at = @now
WHERE completed_at IS NULL AND uploaded_at IS NULL AND touched_at < @untouched_since
