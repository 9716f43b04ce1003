-- Takes due deliveries of one endpoint for as long as one attempt can last; a process that dies leaves them to the next one after that. Of one message only
-- the oldest pending event may go, so that its events arrive in order.
WITH endpoint AS (
    SELECT id, url, secret FROM gateway.webhooks WHERE id = @webhook_id AND deleted_at IS NULL AND status = 0
),
due AS (
    SELECT d.id FROM gateway.deliveries d
    WHERE d.webhook_id = @webhook_id AND d.status = 0 AND d.next_attempt_at <= @now
        AND EXISTS (SELECT FROM endpoint)
        AND NOT EXISTS (
            SELECT FROM gateway.deliveries e
            WHERE e.webhook_id = d.webhook_id AND e.message_id = d.message_id AND e.status = 0 AND e.event_seq < d.event_seq)
    ORDER BY d.next_attempt_at, d.event_seq
    LIMIT @limit
    FOR UPDATE OF d SKIP LOCKED
),
claimed AS (
    UPDATE gateway.deliveries d SET next_attempt_at = @lease_until, attempts = d.attempts + 1
    FROM due WHERE d.id = due.id
    RETURNING d.id, d.event_id, d.event_seq, d.attempts
)
SELECT c.id, c.event_id, c.attempts, endpoint.url, endpoint.secret FROM claimed c CROSS JOIN endpoint ORDER BY c.event_seq
