-- The jobs that there are: those of an older version go, new ones are listed before their first run.
WITH gone AS (
    DELETE FROM gateway.jobs WHERE name <> ALL (@names)
)
INSERT INTO gateway.jobs (name, every_ms)
SELECT name, every_ms FROM unnest(@names, @every_ms) AS j (name, every_ms) ORDER BY name
ON CONFLICT (name) DO UPDATE SET every_ms = EXCLUDED.every_ms
