-- Messages of a hand-over that cannot become rows yet wait for a while, and let others pass.
UPDATE gateway.inflight
SET state = {InflightState.Waiting}, handover_id = NULL, position = NULL, next_probe_at = NULL, due_at = GREATEST(due_at, @until)
WHERE handover_id = @handover_id AND state = {InflightState.Claimed} AND message_id = ANY (@ids)
