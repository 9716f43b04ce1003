-- Advertisements of a hand-over that came into quiet hours before their rows were written: they wait until those are over.
WITH held AS (
    UPDATE gateway.inflight
    SET state = {InflightState.Waiting}, handover_id = NULL, position = NULL, next_probe_at = NULL, due_at = @until
    WHERE handover_id = @handover_id AND state = {InflightState.Claimed} AND message_id = ANY (@ids)
    RETURNING message_id
)
UPDATE gateway.messages m SET held_until = @until FROM held WHERE m.id = held.message_id
