DELETE FROM gateway.batches WHERE id = @id AND uploaded_at IS NULL AND accepted = 0 AND rejected = 0
