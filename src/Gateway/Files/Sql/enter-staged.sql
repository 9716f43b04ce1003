INSERT INTO gateway.staged_files (vendor, message_id, path, staged_at)
SELECT @vendor, @message_id, path, @now FROM unnest(@paths) AS path
ON CONFLICT DO NOTHING
