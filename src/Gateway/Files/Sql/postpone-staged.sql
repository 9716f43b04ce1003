UPDATE gateway.staged_files SET staged_at = @now WHERE vendor = @vendor AND message_id = ANY(@message_ids) AND path = ANY(@paths)
