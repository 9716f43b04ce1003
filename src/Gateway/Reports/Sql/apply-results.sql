-- Ends messages whose results came. Those that ended before are left alone, with one exception: one that the gateway
-- itself had called expired learns the truth. Answers the messages and their ends.
WITH report AS (
    SELECT * FROM unnest(
        @ids, @statuses, @result_codes, @vendor_codes, @vendor_groups, @sent_at, @completed_at, @telecoms, @pages,
        @seconds, @replies, @fees, @fallbacks, @event_ids)
        AS r (message_id, status, result_code, vendor_code, vendor_group, sent_at, completed_at, telecom, pages,
            seconds, reply, fee, fallback_channel, event_id)
),
locked AS (
    SELECT message_id, account_id, queued_at, sent_at FROM gateway.inflight
    WHERE message_id = ANY (@ids) AND state >= {InflightState.Claimed}
    ORDER BY message_id
    FOR UPDATE
),
-- Whoever comes second to a correction waits here, and then finds it made.
corrected AS (
    SELECT m.id, m.account_id, m.queued_at, m.sent_at, m.fallback_channel
    FROM gateway.messages m JOIN report r ON r.message_id = m.id
    WHERE m.id BETWEEN @first_id AND @last_id
        AND m.status = {MessageStatus.Expired} AND m.vendor_code IS NULL
        AND r.status IN ({MessageStatus.Delivered}, {MessageStatus.Failed})
        AND NOT EXISTS (SELECT FROM locked l WHERE l.message_id = m.id)
    ORDER BY m.id
    FOR UPDATE OF m
),
known AS (
    SELECT message_id, account_id, COALESCE(queued_at, @now) AS queued_at, sent_at, NULL::smallint AS fallback_channel,
        queued_at IS NULL AS tells_queued, false AS late
    FROM locked
    UNION ALL
    SELECT id, account_id, queued_at, sent_at, fallback_channel, false, true FROM corrected
),
ending AS (
    SELECT k.message_id, k.account_id, r.status, r.result_code, NULL::text AS result_reason, k.queued_at,
        COALESCE(r.sent_at, k.sent_at) AS sent_at, COALESCE(r.completed_at, @now) AS completed_at,
        k.tells_queued, false AS tells_sending, r.event_id, r.vendor_code, r.vendor_group, r.telecom, r.pages,
        r.seconds, r.reply, r.fee, COALESCE(r.fallback_channel, k.fallback_channel) AS fallback_channel, k.late
    FROM known k JOIN report r USING (message_id)
),
orphaned AS (
    INSERT INTO gateway.orphan_reports (vendor, message_id, vendor_code, completed_at, seen_at)
    SELECT @vendor, r.message_id, r.vendor_code, r.completed_at, @now FROM report r
    WHERE NOT EXISTS (SELECT FROM locked l WHERE l.message_id = r.message_id)
        AND NOT EXISTS (
            SELECT FROM gateway.messages m WHERE m.id = r.message_id AND m.id BETWEEN @first_id AND @last_id)
    ON CONFLICT (vendor, message_id) DO NOTHING
),
{include Messages.Sql.end-messages: i.state >= {InflightState.Claimed}}
SELECT message_id, status FROM ending
