-- The agent was faster: the message stays with its vendor.
UPDATE gateway.inflight i SET reroute_requested_at = NULL
FROM (
    SELECT i.message_id FROM gateway.inflight i JOIN unnest(@ids, @handover_ids) AS w (message_id, handover_id) USING (message_id, handover_id) WHERE i.state >= {InflightState.Queued} ORDER BY i.message_id FOR UPDATE OF i
) AS locked
WHERE i.message_id = locked.message_id AND i.state >= {InflightState.Queued}
