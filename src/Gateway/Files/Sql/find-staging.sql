SELECT id, content_type, sha256, size FROM gateway.files WHERE id = ANY(@ids) AND deleted_at IS NULL
