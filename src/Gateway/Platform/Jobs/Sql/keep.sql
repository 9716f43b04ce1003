-- This node lives: one row, whatever the number of its jobs. And who holds what? One statement, because every node sends
-- it every second or two.
WITH alive AS (
    INSERT INTO gateway.job_nodes (id, name, expires_at) VALUES (@node, @name, clock_timestamp() + @lives)
    ON CONFLICT (id) DO UPDATE SET expires_at = EXCLUDED.expires_at
)
SELECT j.name, j.holder, j.due_at, j.asked_at,
    COALESCE(j.held_until > clock_timestamp(), false) OR COALESCE(n.expires_at > clock_timestamp(), false) AS is_held
FROM gateway.jobs j LEFT JOIN gateway.job_nodes n ON n.id = j.holder
