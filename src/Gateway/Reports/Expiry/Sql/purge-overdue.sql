DELETE FROM gateway.overdue_rows WHERE ended_at < @before
