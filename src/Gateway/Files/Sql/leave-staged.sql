-- The paths that nobody needs any more: a path may serve other messages.
WITH gone AS (
    DELETE FROM gateway.staged_files WHERE vendor = @vendor AND message_id = ANY(@message_ids) RETURNING path
)
SELECT DISTINCT path FROM gone
WHERE NOT EXISTS (SELECT 1 FROM gateway.staged_files other WHERE other.vendor = @vendor AND other.path = gone.path AND other.message_id <> ALL(@message_ids))
