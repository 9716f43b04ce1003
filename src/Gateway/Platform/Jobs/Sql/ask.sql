UPDATE gateway.jobs SET asked_at = clock_timestamp() WHERE name = @name
