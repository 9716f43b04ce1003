SELECT i.message_id, i.handover_id, i.lane, i.due_at, a.vendors
FROM gateway.inflight i JOIN gateway.accounts a ON a.id = i.account_id
WHERE i.vendor = @vendor AND i.state >= {InflightState.Queued} AND i.reroute_requested_at <= @before
ORDER BY i.reroute_requested_at LIMIT @limit
