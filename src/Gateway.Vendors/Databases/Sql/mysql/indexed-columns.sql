SELECT column_name FROM information_schema.statistics
WHERE table_schema = DATABASE() AND table_name = @table AND seq_in_index = 1
