-- Agents have taken these rows. A row whose hand-over was not recorded yet is proof that it was written, so its event comes first.
WITH report AS (
    SELECT * FROM unnest(@ids, @sent_at) AS r (message_id, sent_at)
),
locked AS (
    SELECT message_id, account_id, queued_at FROM gateway.inflight
    WHERE message_id = ANY (@ids) AND state IN ({InflightState.Claimed}, {InflightState.Queued})
    ORDER BY message_id
    FOR UPDATE
),
moved AS (
    UPDATE gateway.inflight i
    SET state = {InflightState.Sending}, sent_at = COALESCE(r.sent_at, @now), queued_at = COALESCE(i.queued_at, @now), next_probe_at = COALESCE(i.next_probe_at, @now)
    FROM locked l JOIN report r USING (message_id)
    WHERE i.message_id = l.message_id AND i.state IN ({InflightState.Claimed}, {InflightState.Queued})
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, type, message_id, @now
FROM (
    SELECT account_id, message_id, @queued_type AS type, 1 AS step FROM locked WHERE queued_at IS NULL
    UNION ALL
    SELECT account_id, message_id, @sending_type, 2 FROM locked
) AS happened
ORDER BY message_id, step
