-- Messages from all over the past whose rows the agent still has. Each only once, as the log has its row for ever: sub_id marks those that were drawn.
WITH drawn AS (
    SELECT id FROM gateway.messages WHERE reference IS NOT NULL AND sub_id IS NULL ORDER BY random() LIMIT @count
), opened AS (
    UPDATE gateway.messages m SET sub_id = 'drawn', status = {MessageStatus.Scheduled}, queued_at = NULL, sent_at = NULL, completed_at = NULL, result_code = NULL, vendor_code = NULL, vendor_group = NULL, telecom = NULL
    FROM drawn WHERE m.id = drawn.id
    RETURNING m.id, m.account_id, m.vendor, m.priority
)
INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at, handover_id, position, queued_at, next_probe_at)
SELECT id, account_id, vendor, priority, {InflightState.Queued}, now(), now() + interval '2 days', '00000000-0000-7000-8000-000000000003'::uuid, 0, now(), now() + interval '1 hour' FROM opened
RETURNING message_id
