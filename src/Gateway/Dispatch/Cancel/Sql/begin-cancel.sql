-- Ends what still waits in the gateway, and notes the wish on what lies in a vendor's queue. Answers every message that
-- has not ended, as it was found.
WITH locked AS (
    SELECT message_id, account_id, vendor, state, queued_at, handover_id, position FROM gateway.inflight
    WHERE message_id = ANY (@ids)
    ORDER BY message_id
    FOR UPDATE
),
ending AS (
    SELECT message_id, account_id, {MessageStatus.Canceled} AS status, @result_code AS result_code,
        NULL::text AS result_reason, queued_at, NULL::timestamptz AS sent_at,
        false AS tells_queued, false AS tells_sending,
        {include Messages.Sql.no-report}
    FROM locked
    WHERE state = {InflightState.Waiting}
),
wished AS (
    UPDATE gateway.inflight i SET cancel_requested_at = @now
    FROM locked l WHERE i.message_id = l.message_id AND l.state = {InflightState.Queued}
),
{include Messages.Sql.end-messages: i.state = {InflightState.Waiting}}
SELECT message_id, vendor, state, handover_id FROM locked ORDER BY handover_id, position
