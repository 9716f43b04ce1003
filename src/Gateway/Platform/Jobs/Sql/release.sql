UPDATE gateway.jobs SET holder = NULL, held_until = NULL, due_at = @due_at WHERE name = @name AND holder = @node
