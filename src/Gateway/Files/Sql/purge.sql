DELETE FROM gateway.files WHERE id = ANY(@ids)
