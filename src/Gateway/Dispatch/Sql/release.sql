-- The rows are certainly not in the vendor's queue: the messages wait again, in their old place.
WITH decided AS (
    UPDATE gateway.handovers SET state = 2, decided_at = @now WHERE id = @handover_id AND state = 0
)
UPDATE gateway.inflight SET state = 0, handover_id = NULL, position = NULL, next_probe_at = NULL WHERE handover_id = @handover_id AND state = 1
