-- Ends messages of one vendor whose fate nobody could find out for too long: it is unknown whether they were or will be sent. Rows that may lie untouched in its queue are noted, so that they
-- are withdrawn when the vendor is back.
WITH due AS (
    SELECT message_id FROM gateway.inflight
    WHERE vendor = @vendor AND expires_at <= @before AND state = ANY (@states)
    ORDER BY expires_at LIMIT @limit
    FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM gateway.inflight i USING due d WHERE i.message_id = d.message_id AND i.state = ANY (@states)
    RETURNING i.message_id, i.account_id, i.state, i.handover_id, i.queued_at, i.sent_at
),
ended AS (
    UPDATE gateway.messages m SET status = @expired_status, queued_at = g.queued_at, sent_at = g.sent_at, completed_at = @now, result_code = @result_code
    FROM gone g
    WHERE m.id = g.message_id
),
noted AS (
    INSERT INTO gateway.overdue_rows (message_id, vendor, handover_id, queued_at, ended_at)
    SELECT message_id, @vendor, handover_id, COALESCE(queued_at, gateway.id_time(handover_id)), @now FROM gone WHERE state < {InflightState.Sending}
    ON CONFLICT (message_id) DO NOTHING
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, @expired_type, message_id, @now FROM gone
