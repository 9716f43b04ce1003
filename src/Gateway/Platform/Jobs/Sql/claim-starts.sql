UPDATE gateway.jobs SET start_until = clock_timestamp() + @patience
WHERE name = ANY (@names) AND (start_until IS NULL OR start_until < clock_timestamp())
RETURNING name
