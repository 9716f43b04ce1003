SELECT name, every_ms, node, started_at, duration_ms, rows, failures, error, failed_at, rests_until FROM gateway.jobs WHERE @name IS NULL OR name = @name ORDER BY name
