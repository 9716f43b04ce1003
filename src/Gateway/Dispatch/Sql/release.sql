-- The rows are certainly not in the vendor's queue: the messages wait again, in their old place.
WITH decided AS (
    UPDATE gateway.handovers SET state = {HandoverState.NeverWritten}, decided_at = @now WHERE id = @handover_id AND state = {HandoverState.Open}
)
UPDATE gateway.inflight SET state = {InflightState.Waiting}, handover_id = NULL, position = NULL, next_probe_at = NULL WHERE handover_id = @handover_id AND state = {InflightState.Claimed}
