-- What of an account waits in the gateway and is due in a span of time, or is held: one range of inflight_fair for each vendor and lane, and what is being handed over at the moment. At most @most of them.
WITH RECURSIVE lanes AS (
    (SELECT vendor, lane FROM gateway.inflight WHERE state = {InflightState.Waiting} ORDER BY vendor, lane LIMIT 1)
    UNION ALL
    SELECT next.vendor, next.lane
    FROM lanes l CROSS JOIN LATERAL (SELECT i.vendor, i.lane FROM gateway.inflight i WHERE i.state = {InflightState.Waiting} AND (i.vendor, i.lane) > (l.vendor, l.lane) ORDER BY i.vendor, i.lane LIMIT 1) AS next
)
SELECT own.message_id
FROM lanes l
CROSS JOIN LATERAL (
    (SELECT i.message_id FROM gateway.inflight i
    WHERE i.vendor = l.vendor AND i.lane = l.lane AND i.account_id = @account_id AND i.state = {InflightState.Waiting} AND i.due_at > @due_after AND i.due_at <= @due_until
    ORDER BY i.vendor, i.lane, i.account_id, i.due_at LIMIT @most)
    UNION ALL
    (SELECT i.message_id FROM gateway.inflight i
    WHERE i.vendor = l.vendor AND i.lane = l.lane AND i.account_id = @account_id AND i.state = {InflightState.Waiting} AND i.due_at = @held AND @due_until < @held
    ORDER BY i.vendor, i.lane, i.account_id, i.due_at LIMIT @most)
) AS own
UNION ALL
SELECT i.message_id FROM gateway.handovers h JOIN gateway.inflight i ON i.handover_id = h.id WHERE h.state = {HandoverState.Open} AND i.state = {InflightState.Claimed} AND i.account_id = @account_id
LIMIT @most
