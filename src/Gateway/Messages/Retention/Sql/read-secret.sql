SELECT value FROM gateway.secrets WHERE name = @name
