-- Messages of a hand-over that cannot become rows have failed; nobody else waits for them. @decided also closes the hand-over, when they were all it had.
WITH gone AS (
    DELETE FROM gateway.inflight WHERE handover_id = @handover_id AND state = {InflightState.Claimed} AND message_id = ANY (@ids) RETURNING message_id, account_id, queued_at
),
decided AS (
    UPDATE gateway.handovers SET state = {HandoverState.NeverWritten}, decided_at = @now WHERE id = @handover_id AND state = {HandoverState.Open} AND @decided
),
ended AS (
    UPDATE gateway.messages m
    SET status = @failed_status, queued_at = gone.queued_at, completed_at = @now, result_code = @result_code,
        result_reason = @reason
    FROM gone
    WHERE m.id = gone.message_id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, @failed_type, message_id, @now FROM gone
