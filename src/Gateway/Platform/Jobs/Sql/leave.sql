WITH gone AS (
    DELETE FROM gateway.job_nodes WHERE id = @node
)
UPDATE gateway.jobs SET holder = NULL, held_until = NULL WHERE holder = @node
