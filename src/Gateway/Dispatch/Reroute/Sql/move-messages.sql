-- These messages wait again, for another vendor. One that was canceled, or moved on, since it was seen stays as it is. A message leaves a queue table once only: after that it is bound to
-- its new vendor, so that nobody who is slow can mistake its next row for this one.
WITH wanted AS (
    SELECT * FROM unnest(@ids, @handover_ids, @vendors) AS w (message_id, handover_id, vendor)
),
locked AS (
    SELECT i.message_id, w.vendor FROM gateway.inflight i JOIN wanted w ON w.message_id = i.message_id
    WHERE i.state IN ({InflightState.Waiting}, {InflightState.Queued}) AND i.handover_id IS NOT DISTINCT FROM w.handover_id AND i.cancel_requested_at IS NULL
    ORDER BY i.message_id FOR UPDATE OF i
),
moved AS (
    UPDATE gateway.inflight i
    SET vendor = l.vendor, routed = (i.state = {InflightState.Waiting}), state = {InflightState.Waiting}, handover_id = NULL, position = NULL, next_probe_at = NULL, reroute_requested_at = NULL
    FROM locked l WHERE i.message_id = l.message_id
)
UPDATE gateway.messages m SET vendor = l.vendor FROM locked l WHERE m.id = l.message_id AND m.id BETWEEN @first_id AND @last_id
