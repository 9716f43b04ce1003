SELECT id FROM gateway.files
WHERE (deleted_at < @before OR expires_at < @before) AND (last_needed_at IS NULL OR last_needed_at < @before)
ORDER BY expires_at
LIMIT @limit
