-- Messages of a vendor that wait in the gateway, the next page of them in lane order: also those whose sender named it.
SELECT i.message_id, i.handover_id, i.lane, i.due_at, a.vendors
FROM gateway.inflight i JOIN gateway.accounts a ON a.id = i.account_id
WHERE i.vendor = @vendor AND i.state = {InflightState.Waiting} AND i.cancel_requested_at IS NULL AND i.expires_at > @now
    AND (i.lane, i.due_at, i.message_id) > (@after_lane, @after_due, @after_id)
ORDER BY i.lane, i.due_at, i.message_id
LIMIT @limit
