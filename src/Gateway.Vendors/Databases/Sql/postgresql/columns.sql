SELECT column_name, character_maximum_length FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = lower(@table)
