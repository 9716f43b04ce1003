INSERT INTO gateway.fax_cursors (vendor, position, updated_at) VALUES (@vendor, @position, @now)
ON CONFLICT (vendor) DO UPDATE SET position = GREATEST(fax_cursors.position, EXCLUDED.position), updated_at = EXCLUDED.updated_at
