-- Ends messages of one vendor whose fate nobody could find out for too long: it is unknown whether they were or will be
-- sent. Rows that may lie untouched in its queue are noted, so that they are withdrawn when the vendor is back.
WITH ending AS (
    SELECT message_id, account_id, {MessageStatus.Expired} AS status, @result_code AS result_code,
        NULL::text AS result_reason, queued_at, sent_at, false AS tells_queued, false AS tells_sending, state,
        handover_id,
        {include Messages.Sql.no-report}
    FROM gateway.inflight
    WHERE vendor = @vendor AND expires_at <= @before AND state = ANY (@states)
    ORDER BY expires_at LIMIT @limit
    FOR UPDATE SKIP LOCKED
),
noted AS (
    INSERT INTO gateway.overdue_rows (message_id, vendor, handover_id, queued_at, ended_at)
    SELECT message_id, @vendor, handover_id, COALESCE(queued_at, gateway.id_time(handover_id)), @now
    FROM ending WHERE state < {InflightState.Sending}
    ON CONFLICT (message_id) DO NOTHING
),
{include Messages.Sql.end-messages: i.state >= {InflightState.Claimed}}
SELECT count(*)::integer FROM ending
