SELECT message_id, handover_id FROM gateway.inflight
WHERE vendor = @vendor AND cancel_requested_at <= @before AND state >= {InflightState.Queued}
ORDER BY cancel_requested_at LIMIT @limit
