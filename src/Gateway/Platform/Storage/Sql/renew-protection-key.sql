UPDATE gateway.data_protection_keys SET xml = @xml WHERE name = @name AND xml = @stored
