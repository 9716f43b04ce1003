-- Ends messages of one vendor that never left the gateway: they were certainly not sent. Those that somebody holds at this moment are left to the next look.
WITH due AS (
    SELECT message_id FROM gateway.inflight
    WHERE vendor = @vendor AND expires_at <= @now AND state = {InflightState.Waiting}
    ORDER BY expires_at LIMIT @limit
    FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM gateway.inflight i USING due d WHERE i.message_id = d.message_id AND i.state = {InflightState.Waiting} RETURNING i.message_id, i.account_id, i.queued_at
),
ended AS (
    UPDATE gateway.messages m SET status = @expired_status, queued_at = g.queued_at, completed_at = @now, result_code = @result_code
    FROM gone g
    WHERE m.id = g.message_id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, @expired_type, message_id, @now FROM gone
