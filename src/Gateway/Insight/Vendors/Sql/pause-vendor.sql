INSERT INTO gateway.vendor_health (vendor, paused, since, weight_at) VALUES (@vendor, @paused, @now, @now)
ON CONFLICT (vendor) DO UPDATE SET paused = EXCLUDED.paused
