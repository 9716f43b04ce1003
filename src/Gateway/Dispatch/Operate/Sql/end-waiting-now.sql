-- The time of these messages is over: the job that expires messages ends them.
UPDATE gateway.inflight i SET expires_at = @now
FROM (
    SELECT message_id FROM gateway.inflight WHERE vendor = @vendor AND state = {InflightState.Waiting} AND expires_at > @now
    ORDER BY expires_at LIMIT @limit FOR UPDATE SKIP LOCKED
) AS waiting
WHERE i.message_id = waiting.message_id AND i.state = {InflightState.Waiting}
