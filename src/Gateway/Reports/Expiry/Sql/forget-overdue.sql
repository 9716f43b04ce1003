DELETE FROM gateway.overdue_rows WHERE message_id = ANY (@ids)
