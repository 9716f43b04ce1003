SELECT message_id, queued_at FROM gateway.inflight
WHERE vendor = @vendor AND state >= {InflightState.Queued} AND next_probe_at <= @now
ORDER BY next_probe_at
LIMIT @limit
