UPDATE gateway.retention_cursors SET position = @position WHERE name = 'contents'
