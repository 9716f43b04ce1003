-- The jobs that there are: those of an older version go, new ones are listed before their first run. All are due: a new version may have something to do that the old one left.
WITH gone AS (
    DELETE FROM gateway.jobs WHERE name <> ALL (@names)
), dead AS (
    DELETE FROM gateway.job_nodes WHERE expires_at < clock_timestamp() - interval '1 hour'
)
INSERT INTO gateway.jobs (name, every_ms)
SELECT name, every_ms FROM unnest(@names, @every_ms) AS j (name, every_ms) ORDER BY name
ON CONFLICT (name) DO UPDATE SET every_ms = EXCLUDED.every_ms, due_at = NULL
