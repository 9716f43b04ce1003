-- The first one, and those that were made because it could not be opened, in the order in which all nodes use them.
SELECT name, value FROM gateway.secrets WHERE name = @name OR name LIKE @name || '-%' ORDER BY created_at, name
