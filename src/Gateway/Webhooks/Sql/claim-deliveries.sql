-- What is due to one endpoint, oldest first. It writes nothing for what may go: the endpoint is served by one node at a time, which knows what it has in hand (@busy).
-- Of one message only the oldest pending event may go. A later one is put off to the time of the one before it, so that the next look does not walk over it
-- again: a failing endpoint with a large backlog stays cheap. When both are due, both come, and the node sends them one after the other.
-- What is in hand is looked up in a table of its own, hashed once: "<> ALL" with a parameter compares with each, a thousand for every row.
WITH due AS MATERIALIZED (
    SELECT d.id, d.event_id, d.event_seq, d.message_id, d.attempts, d.attempts_before, d.group_id
    FROM gateway.deliveries d
    WHERE d.webhook_id = @webhook_id AND d.status = {DeliveryStatus.Pending} AND d.next_attempt_at <= @now AND d.id NOT IN (SELECT unnest(@busy))
    ORDER BY d.next_attempt_at, d.event_seq
    LIMIT @limit
),
blocked AS MATERIALIZED (
    SELECT d.id, max(e.next_attempt_at) AS until
    FROM due d
    JOIN gateway.deliveries e ON e.webhook_id = @webhook_id AND e.message_id = d.message_id AND e.status = {DeliveryStatus.Pending} AND e.event_seq < d.event_seq
    WHERE d.group_id IS NULL AND e.id NOT IN (SELECT unnest(@busy)) AND e.id NOT IN (SELECT id FROM due)
    GROUP BY d.id
),
put_off AS (
    UPDATE gateway.deliveries d SET next_attempt_at = GREATEST(d.next_attempt_at, b.until)
    FROM blocked b
    WHERE d.webhook_id = @webhook_id AND d.id = b.id AND d.status = {DeliveryStatus.Pending}
)
SELECT id, event_id, event_seq, message_id, attempts, attempts_before, group_id FROM due WHERE id NOT IN (SELECT id FROM blocked)
UNION ALL
SELECT m.id, m.event_id, m.event_seq, m.message_id, m.attempts, m.attempts_before, m.group_id
FROM gateway.deliveries m
WHERE m.group_id IN (SELECT group_id FROM due WHERE group_id IS NOT NULL) AND m.status = {DeliveryStatus.Pending} AND m.webhook_id = @webhook_id
    AND m.id NOT IN (SELECT id FROM due) AND m.id NOT IN (SELECT unnest(@busy))
ORDER BY event_seq
