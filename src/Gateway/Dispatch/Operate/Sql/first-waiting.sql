-- The first messages of a vendor that wait in the gateway, whatever for.
SELECT message_id FROM gateway.inflight WHERE vendor = @vendor AND state = {InflightState.Waiting}
ORDER BY vendor, lane, due_at, message_id LIMIT @limit
