SELECT column_name, character_set_name FROM information_schema.columns
WHERE table_schema = DATABASE() AND table_name = @table AND character_set_name IS NOT NULL
