INSERT INTO gateway.received_cursors (vendor, position, updated_at) VALUES (@vendor, @position, @now)
ON CONFLICT (vendor) DO UPDATE SET position = GREATEST(received_cursors.position, EXCLUDED.position), updated_at = EXCLUDED.updated_at
