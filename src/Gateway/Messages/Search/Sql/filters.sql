    AND (@channels IS NULL OR m.channel = ANY (@channels))
    AND (@vendors IS NULL OR m.vendor = ANY (@vendors))
    AND (@recipients IS NULL OR m.recipient = ANY (@recipients))
    AND (@sender IS NULL OR m.sender = @sender)
    AND (@reference IS NULL OR m.reference = @reference)
    AND (@batch_id IS NULL OR m.batch_id = @batch_id)
    AND (@statuses IS NULL OR CASE
        WHEN m.status >= 4 THEN m.status
        ELSE (
            SELECT CASE WHEN i.state = 3 THEN 3 WHEN i.state = 2 OR i.queued_at IS NOT NULL THEN 2 WHEN i.state = 0 AND m.scheduled_at > @now THEN 0 ELSE 1 END
            FROM gateway.inflight i WHERE i.message_id = m.id
        )
    END = ANY (@statuses))
