-- Messages of a hand-over that cannot become rows have failed; nobody else waits for them. @decided also closes the
-- hand-over, when they were all it had.
WITH ending AS (
    SELECT message_id, account_id, {MessageStatus.Failed} AS status, @result_code AS result_code,
        @reason AS result_reason, queued_at, sent_at, false AS tells_queued, false AS tells_sending,
        {include Messages.Sql.no-report}
    FROM gateway.inflight
    WHERE handover_id = @handover_id AND state = {InflightState.Claimed} AND message_id = ANY (@ids)
    ORDER BY message_id
    FOR UPDATE
),
decided AS (
    UPDATE gateway.handovers SET state = {HandoverState.NeverWritten}, decided_at = @now
    WHERE id = @handover_id AND state = {HandoverState.Open} AND @decided
),
{include Messages.Sql.end-messages: i.state = {InflightState.Claimed}}
SELECT count(*)::integer FROM ending
