-- This node lives, and is so; how are the others? In one statement, because every node sends it every few seconds.
WITH me AS (
    INSERT INTO gateway.nodes (id, name, skew_ms, vendors, expires_at)
    VALUES (@id, @name, @skew_ms, @vendors, clock_timestamp() + @lives)
    ON CONFLICT (id) DO UPDATE SET skew_ms = EXCLUDED.skew_ms, expires_at = EXCLUDED.expires_at
    RETURNING id
),
gone AS (
    DELETE FROM gateway.nodes WHERE expires_at < clock_timestamp() - @lives
)
SELECT clock_timestamp() AS now, n.name, n.skew_ms, n.vendors::text AS vendors
FROM me LEFT JOIN gateway.nodes n ON n.id <> me.id AND n.expires_at > clock_timestamp()
