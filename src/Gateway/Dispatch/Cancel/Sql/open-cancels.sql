SELECT message_id, handover_id FROM gateway.inflight
WHERE vendor = @vendor AND cancel_requested_at <= @before AND state >= 2
ORDER BY cancel_requested_at LIMIT @limit
