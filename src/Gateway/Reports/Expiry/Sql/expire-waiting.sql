-- Ends messages of one vendor that never left the gateway: they were certainly not sent. Those that somebody holds at
-- this moment are left to the next look.
WITH ending AS (
    SELECT message_id, account_id, {MessageStatus.Expired} AS status, @result_code AS result_code,
        NULL::text AS result_reason, queued_at, sent_at, false AS tells_queued, false AS tells_sending,
        {include Messages.Sql.no-report}
    FROM gateway.inflight
    WHERE vendor = @vendor AND expires_at <= @now AND state = {InflightState.Waiting}
    ORDER BY expires_at LIMIT @limit
    FOR UPDATE SKIP LOCKED
),
{include Messages.Sql.end-messages: i.state = {InflightState.Waiting}}
SELECT count(*)::integer FROM ending
