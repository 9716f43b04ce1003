-- Written down before the rows are taken back, so that a process that dies in between leaves no message forgotten. Answers those that still lie where they were seen.
UPDATE gateway.inflight i SET reroute_requested_at = @now
FROM (
    SELECT i.message_id FROM gateway.inflight i JOIN unnest(@ids, @handover_ids) AS w (message_id, handover_id) USING (message_id, handover_id)
    WHERE i.state = {InflightState.Queued} AND i.cancel_requested_at IS NULL
    ORDER BY i.message_id FOR UPDATE OF i
) AS locked
WHERE i.message_id = locked.message_id AND i.state = {InflightState.Queued}
RETURNING i.message_id
