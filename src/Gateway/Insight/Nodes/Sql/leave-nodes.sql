DELETE FROM gateway.nodes WHERE id = @id
