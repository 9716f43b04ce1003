INSERT INTO gateway.jobs (name, every_ms, node, started_at, duration_ms, rows, failures, error, failed_at, rests_until)
VALUES (@name, @every_ms, @node, @started_at, @duration_ms, @rows, @failures, @error, @failed_at, @rests_until)
ON CONFLICT (name) DO UPDATE SET every_ms = EXCLUDED.every_ms, node = EXCLUDED.node, started_at = EXCLUDED.started_at, duration_ms = EXCLUDED.duration_ms, rows = EXCLUDED.rows,
    failures = EXCLUDED.failures, error = COALESCE(EXCLUDED.error, jobs.error), failed_at = COALESCE(EXCLUDED.failed_at, jobs.failed_at), rests_until = EXCLUDED.rests_until,
    asked_at = NULLIF(jobs.asked_at, @answered)
