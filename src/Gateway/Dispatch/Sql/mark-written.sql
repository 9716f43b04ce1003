-- The rows are in the vendor's queue. Safe to repeat, and safe to come late: only what still waits for this hand-over moves. A message that comes from another vendor's queue was told
-- to be queued before; it keeps that time, and nobody is told again. Ids of events come with the hand-over that was written here; whoever finds out later has none.
WITH decided AS (
    UPDATE gateway.handovers SET state = {HandoverState.Written}, decided_at = @now WHERE id = @handover_id AND state = {HandoverState.Open}
),
queued AS (
    UPDATE gateway.inflight
    SET state = {InflightState.Queued}, queued_at = COALESCE(queued_at, @now), next_probe_at = COALESCE(next_probe_at, @now)
    WHERE handover_id = @handover_id AND state = {InflightState.Claimed}
    RETURNING message_id, account_id, position, queued_at
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT COALESCE(@event_ids[position], gateway.new_id(@now)), account_id, @queued_type, message_id, @now FROM queued WHERE queued_at = @now ORDER BY position
