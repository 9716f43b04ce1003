-- Rows that are certainly gone from a vendor's queue, by our doing: their messages are canceled. Safe to repeat, and beside any other process. Answers those that ended now.
WITH withdrawn AS (
    SELECT * FROM unnest(@ids, @handover_ids) AS w (message_id, handover_id)
),
locked AS (
    SELECT i.message_id, i.account_id, i.queued_at FROM gateway.inflight i JOIN withdrawn w USING (message_id, handover_id) WHERE i.state >= {InflightState.Queued} ORDER BY i.message_id FOR UPDATE OF i
),
gone AS (
    DELETE FROM gateway.inflight i USING locked l WHERE i.message_id = l.message_id AND i.state >= {InflightState.Queued}
),
ended AS (
    UPDATE gateway.messages m SET status = @canceled_status, queued_at = l.queued_at, completed_at = @now, result_code = @result_code
    FROM locked l WHERE m.id = l.message_id AND m.id BETWEEN @first_id AND @last_id
),
happened AS (
    INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
    SELECT gateway.new_id(@now), account_id, @canceled_type, message_id, @now FROM locked ORDER BY message_id
)
SELECT message_id FROM locked
