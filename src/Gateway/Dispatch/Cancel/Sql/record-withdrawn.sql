-- Rows that are certainly gone from a vendor's queue, by our doing: their messages are canceled. Safe to repeat, and
-- beside any other process. Answers those that ended now.
WITH withdrawn AS (
    SELECT * FROM unnest(@ids, @handover_ids) AS w (message_id, handover_id)
),
ending AS (
    SELECT i.message_id, i.account_id, {MessageStatus.Canceled} AS status, @result_code AS result_code,
        NULL::text AS result_reason, i.queued_at, NULL::timestamptz AS sent_at,
        false AS tells_queued, false AS tells_sending,
        {include Messages.Sql.no-report}
    FROM gateway.inflight i JOIN withdrawn w USING (message_id, handover_id)
    WHERE i.state >= {InflightState.Queued}
    ORDER BY i.message_id
    FOR UPDATE OF i
),
{include Messages.Sql.end-messages: i.state >= {InflightState.Queued}}
SELECT message_id FROM ending
