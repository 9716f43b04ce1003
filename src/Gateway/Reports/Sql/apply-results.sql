-- Ends messages whose results came: record, event and the end of the work in one statement. Messages that ended before are left alone, with one exception:
-- one that the gateway itself had called expired learns the truth. Answers the events.
WITH report AS (
    SELECT * FROM unnest(@ids, @statuses, @event_types, @result_codes, @vendor_codes, @vendor_groups, @sent_at, @completed_at, @telecoms, @pages, @seconds, @replies, @fees, @fallbacks, @event_ids)
        AS r (message_id, status, event_type, result_code, vendor_code, vendor_group, sent_at, completed_at, telecom, pages, seconds, reply, fee, fallback_channel, event_id)
),
locked AS (
    SELECT message_id, account_id, state, queued_at, sent_at FROM gateway.inflight
    WHERE message_id = ANY (@ids) AND state >= {InflightState.Claimed}
    ORDER BY message_id
    FOR UPDATE
),
gone AS (
    DELETE FROM gateway.inflight i USING locked l WHERE i.message_id = l.message_id AND i.state >= {InflightState.Claimed}
),
ended AS (
    UPDATE gateway.messages m
    SET status = r.status, queued_at = COALESCE(l.queued_at, @now), sent_at = COALESCE(r.sent_at, l.sent_at), completed_at = COALESCE(r.completed_at, @now),
        result_code = r.result_code, vendor_code = r.vendor_code, vendor_group = r.vendor_group, telecom = r.telecom,
        pages = r.pages, seconds = r.seconds, reply = r.reply, fee = r.fee, fallback_channel = r.fallback_channel
    FROM locked l JOIN report r USING (message_id)
    WHERE m.id = l.message_id AND m.id BETWEEN @first_id AND @last_id
),
corrected AS (
    UPDATE gateway.messages m
    SET status = r.status, sent_at = COALESCE(r.sent_at, m.sent_at), completed_at = COALESCE(r.completed_at, @now),
        result_code = r.result_code, vendor_code = r.vendor_code, vendor_group = r.vendor_group, telecom = r.telecom,
        pages = r.pages, seconds = r.seconds, reply = r.reply, fee = r.fee, fallback_channel = COALESCE(r.fallback_channel, m.fallback_channel), late = true
    FROM report r
    WHERE m.id = r.message_id AND m.id BETWEEN @first_id AND @last_id
        AND m.status = @expired_status AND m.vendor_code IS NULL AND r.status IN (@delivered_status, @failed_status)
        AND NOT EXISTS (SELECT FROM locked l WHERE l.message_id = m.id)
    RETURNING m.id, m.account_id
),
orphaned AS (
    INSERT INTO gateway.orphan_reports (vendor, message_id, vendor_code, completed_at, seen_at)
    SELECT @vendor, r.message_id, r.vendor_code, r.completed_at, @now FROM report r
    WHERE NOT EXISTS (SELECT FROM locked l WHERE l.message_id = r.message_id)
        AND NOT EXISTS (SELECT FROM gateway.messages m WHERE m.id = r.message_id AND m.id BETWEEN @first_id AND @last_id)
    ON CONFLICT (vendor, message_id) DO NOTHING
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT COALESCE(event_id, gateway.new_id(@now)), account_id, type, message_id, @now
FROM (
    SELECT account_id, message_id, @queued_type AS type, 1 AS step, NULL::uuid AS event_id FROM locked WHERE queued_at IS NULL
    UNION ALL
    SELECT l.account_id, l.message_id, r.event_type, 2, r.event_id FROM locked l JOIN report r USING (message_id)
    UNION ALL
    SELECT c.account_id, c.id, r.event_type, 2, r.event_id FROM corrected c JOIN report r ON r.message_id = c.id
) AS happened
ORDER BY message_id, step
RETURNING message_id, type
