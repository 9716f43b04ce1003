-- Ends messages whose time is over. @states and @handover_ids say where each was seen: one that moved on meanwhile is left to the next look. A row that @overdue says may still lie in the
-- vendor's queue is noted, so that it is withdrawn when that becomes possible.
WITH expiry AS (
    SELECT * FROM unnest(@ids, @result_codes, @states, @handover_ids, @overdue) AS e (message_id, result_code, state, handover_id, overdue)
),
locked AS (
    SELECT message_id FROM gateway.inflight WHERE message_id = ANY (@ids) ORDER BY message_id FOR UPDATE
),
gone AS (
    DELETE FROM gateway.inflight i
    USING locked l, expiry e
    WHERE i.message_id = l.message_id AND e.message_id = i.message_id AND i.state = e.state AND i.handover_id IS NOT DISTINCT FROM e.handover_id
    RETURNING i.message_id, i.account_id, i.queued_at, i.sent_at, i.handover_id, e.result_code, e.overdue
),
ended AS (
    UPDATE gateway.messages m
    SET status = @expired_status, queued_at = g.queued_at, sent_at = g.sent_at, completed_at = @now, result_code = g.result_code
    FROM gone g
    WHERE m.id = g.message_id AND m.id BETWEEN @first_id AND @last_id
),
noted AS (
    INSERT INTO gateway.overdue_rows (message_id, vendor, handover_id, queued_at, ended_at)
    SELECT message_id, @vendor, handover_id, queued_at, @now FROM gone WHERE overdue
    ON CONFLICT (message_id) DO NOTHING
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, @expired_type, message_id, @now FROM gone
