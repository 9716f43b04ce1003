-- Ends messages whose time is over. @states and @handover_ids say where each was seen: one that moved on meanwhile is
-- left to the next look. A row that @overdue says may still lie in the vendor's queue is noted, so that it is withdrawn
-- when that becomes possible.
WITH expiry AS (
    SELECT * FROM unnest(@ids, @result_codes, @states, @handover_ids, @overdue)
        AS e (message_id, result_code, state, handover_id, overdue)
),
ending AS (
    SELECT i.message_id, i.account_id, {MessageStatus.Expired} AS status, x.result_code, NULL::text AS result_reason,
        i.queued_at, i.sent_at, false AS tells_queued, false AS tells_sending, x.handover_id, x.overdue,
        {include Messages.Sql.no-report}
    FROM gateway.inflight i JOIN expiry x USING (message_id, state, handover_id)
    WHERE i.message_id = ANY (@ids) AND i.state >= {InflightState.Queued}
    ORDER BY i.message_id
    FOR UPDATE OF i
),
noted AS (
    INSERT INTO gateway.overdue_rows (message_id, vendor, handover_id, queued_at, ended_at)
    SELECT message_id, @vendor, handover_id, queued_at, @now FROM ending WHERE overdue
    ON CONFLICT (message_id) DO NOTHING
),
{include Messages.Sql.end-messages: i.state >= {InflightState.Queued}}
SELECT count(*)::integer FROM ending
