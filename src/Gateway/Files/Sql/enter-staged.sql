-- A message that is staged again counts as staged now.
INSERT INTO gateway.staged_files (vendor, message_id, path, staged_at)
SELECT @vendor, message_id, path, @now FROM unnest(@message_ids, @paths) AS entry (message_id, path)
ON CONFLICT (vendor, message_id, path) DO UPDATE SET staged_at = EXCLUDED.staged_at
