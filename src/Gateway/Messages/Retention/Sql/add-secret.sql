INSERT INTO gateway.secrets (name, value, created_at) VALUES (@name, @value, @now) ON CONFLICT (name) DO NOTHING
