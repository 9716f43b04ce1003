-- Ends messages whose time is over. @states and @handover_ids say where each was seen: one that moved on meanwhile is left to the next look.
WITH expiry AS (
    SELECT * FROM unnest(@ids, @result_codes, @states, @handover_ids) AS e (message_id, result_code, state, handover_id)
),
locked AS (
    SELECT message_id FROM gateway.inflight WHERE message_id = ANY (@ids) ORDER BY message_id FOR UPDATE
),
gone AS (
    DELETE FROM gateway.inflight i
    USING locked l, expiry e
    WHERE i.message_id = l.message_id AND e.message_id = i.message_id AND i.state = e.state AND i.handover_id IS NOT DISTINCT FROM e.handover_id
    RETURNING i.message_id, i.account_id, i.queued_at, i.sent_at, e.result_code
),
ended AS (
    UPDATE gateway.messages m
    SET status = @expired_status, queued_at = g.queued_at, sent_at = g.sent_at, completed_at = @now, result_code = g.result_code
    FROM gone g
    WHERE m.id = g.message_id AND m.id BETWEEN @first_id AND @last_id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, @expired_type, message_id, @now FROM gone
