-- Messages of a batch by the status that a client sees. Reads every message of the batch by its index, so it is asked only until the batch has ended; then the counts stand in its row.
SELECT CASE
        WHEN i.message_id IS NULL THEN m.status
        WHEN i.state = {InflightState.Queued} OR (i.state < {InflightState.Queued} AND i.queued_at IS NOT NULL) THEN @queued
        WHEN i.state = {InflightState.Sending} THEN @sending
        WHEN i.state = {InflightState.Waiting} AND m.scheduled_at > @now THEN @scheduled
        ELSE @accepted
    END AS status, count(*)
FROM gateway.messages m
LEFT JOIN gateway.inflight i ON i.message_id = m.id
WHERE m.batch_id = @id AND m.batch_id <> m.id
GROUP BY 1
