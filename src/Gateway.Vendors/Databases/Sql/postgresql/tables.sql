SELECT table_name FROM information_schema.tables
WHERE table_schema = current_schema() AND table_name LIKE lower(@pattern) ESCAPE '!'
ORDER BY table_name
