SELECT message_id, vendor, state, COALESCE(queued_at, @now) AS queued_at, expires_at, handover_id FROM gateway.inflight
WHERE expires_at <= @now AND state <> 1
ORDER BY expires_at
LIMIT @limit
