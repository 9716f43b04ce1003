-- Once more, with the whole schedule before it. One that is still pending goes at once, with its group.
WITH wanted AS (
    SELECT id, status, attempts, group_id, attempted_at, status_code, duration_ms, answer
    FROM gateway.deliveries
    WHERE webhook_id = @webhook_id AND id = @id
    FOR UPDATE
),
kept AS (
    INSERT INTO gateway.delivery_attempts (delivery_id, number, at, status_code, duration_ms, answer)
    SELECT id, attempts, attempted_at, status_code, duration_ms, answer FROM wanted WHERE status = {DeliveryStatus.Succeeded}
    ON CONFLICT (delivery_id, number) DO NOTHING
),
hastened AS (
    UPDATE gateway.deliveries d SET next_attempt_at = @now
    FROM wanted w
    WHERE d.webhook_id = @webhook_id AND d.status = {DeliveryStatus.Pending} AND w.status = {DeliveryStatus.Pending} AND d.group_id = w.group_id AND d.id <> w.id
)
UPDATE gateway.deliveries d
SET status = {DeliveryStatus.Pending}, next_attempt_at = @now, completed_at = NULL, attempted_at = NULL, status_code = NULL, duration_ms = NULL, answer = NULL,
    attempts_before = CASE WHEN w.status = {DeliveryStatus.Pending} THEN d.attempts_before ELSE d.attempts END, group_id = CASE WHEN w.status = {DeliveryStatus.Pending} THEN d.group_id END
FROM wanted w
WHERE d.webhook_id = @webhook_id AND d.id = w.id
