-- Messages of one vendor that it may hold and whose time is over, the next page. Those that the agent has taken wait for the vendor's window (@taken_until). Somebody's wish to cancel
-- comes first, until @given_up.
SELECT message_id, state, queued_at, expires_at, handover_id FROM gateway.inflight
WHERE vendor = @vendor AND expires_at <= @now AND (expires_at, message_id) > (@after_at, @after_id) AND state >= {InflightState.Queued}
    AND (state = {InflightState.Queued} OR expires_at <= @taken_until)
    AND (cancel_requested_at IS NULL OR expires_at <= @given_up)
ORDER BY expires_at, message_id
LIMIT @limit
