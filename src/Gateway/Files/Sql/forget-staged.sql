DELETE FROM gateway.staged_files WHERE vendor = @vendor AND message_id = ANY(@message_ids) AND path = ANY(@paths)
