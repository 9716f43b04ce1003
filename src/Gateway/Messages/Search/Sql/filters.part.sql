    AND (@channels IS NULL OR m.channel = ANY (@channels))
    AND (@vendors IS NULL OR m.vendor = ANY (@vendors))
    AND (@recipients IS NULL OR m.recipient = ANY (@recipients))
    AND (@sender IS NULL OR m.sender = @sender)
    AND (@reference IS NULL OR m.reference = @reference)
    AND (@batch_id IS NULL OR m.batch_id = @batch_id)
    AND (@statuses IS NULL OR CASE
        WHEN m.status >= {MessageStatus.Delivered} THEN m.status
        ELSE (
            SELECT CASE
                WHEN i.state = {InflightState.Sending} THEN {MessageStatus.Sending}
                WHEN i.state = {InflightState.Queued} OR i.queued_at IS NOT NULL THEN {MessageStatus.Queued}
                WHEN i.state = {InflightState.Waiting} AND m.scheduled_at > @now THEN {MessageStatus.Scheduled}
                ELSE {MessageStatus.Accepted}
            END
            FROM gateway.inflight i WHERE i.message_id = m.id
        )
    END = ANY (@statuses))
