-- held_until guards the first seconds: a statement that waits here for another's take reads that node's row as it was before.
UPDATE gateway.jobs j SET holder = @node, held_until = clock_timestamp() + @lives, start_until = NULL
WHERE j.name = @name AND (j.holder IS NULL OR j.holder = @node
    OR (j.held_until < clock_timestamp() AND NOT EXISTS (SELECT FROM gateway.job_nodes n WHERE n.id = j.holder AND n.expires_at > clock_timestamp())))
