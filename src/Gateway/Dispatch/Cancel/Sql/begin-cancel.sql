-- Ends what still waits in the gateway, and notes the wish on what lies in a vendor's queue. Answers every message that has not ended, as it was found.
WITH locked AS (
    SELECT message_id, account_id, vendor, state, queued_at, handover_id, position FROM gateway.inflight
    WHERE message_id = ANY (@ids)
    ORDER BY message_id
    FOR UPDATE
),
gone AS (
    DELETE FROM gateway.inflight i USING locked l WHERE i.message_id = l.message_id AND l.state = {InflightState.Waiting}
),
ended AS (
    UPDATE gateway.messages m SET status = @canceled_status, queued_at = l.queued_at, completed_at = @now, result_code = @result_code
    FROM locked l WHERE m.id = l.message_id AND l.state = {InflightState.Waiting} AND m.id BETWEEN @first_id AND @last_id
),
happened AS (
    INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
    SELECT gateway.new_id(@now), account_id, @canceled_type, message_id, @now FROM locked WHERE state = {InflightState.Waiting} ORDER BY message_id
),
wished AS (
    UPDATE gateway.inflight i SET cancel_requested_at = @now FROM locked l WHERE i.message_id = l.message_id AND l.state = {InflightState.Queued}
)
SELECT message_id, vendor, state, handover_id FROM locked ORDER BY handover_id, position
