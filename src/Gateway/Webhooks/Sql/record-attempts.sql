-- Stores what came of attempts. One that succeeded stands in the delivery itself, one that failed in the log of attempts. Later events of a message whose event
-- failed wait as long as it does; when it succeeds after a failure, or has failed for good, they may go.
WITH attempt AS (
    SELECT * FROM unnest(@webhook_ids, @ids, @message_ids, @seqs, @numbers, @ats, @status_codes, @errors, @durations, @answers, @statuses, @next_attempts)
        AS a (webhook_id, delivery_id, message_id, event_seq, number, at, status_code, error, duration_ms, answer, status, next_attempt_at)
),
kept AS (
    INSERT INTO gateway.delivery_attempts (delivery_id, number, at, status_code, error, duration_ms, answer)
    SELECT delivery_id, number, at, status_code, error, duration_ms, answer FROM attempt WHERE status <> {DeliveryStatus.Succeeded}
    ON CONFLICT (delivery_id, number) DO NOTHING
),
followers AS (
    UPDATE gateway.deliveries f SET next_attempt_at = COALESCE(a.next_attempt_at, @now)
    FROM attempt a
    WHERE (a.status <> {DeliveryStatus.Succeeded} OR a.number > 1) AND f.webhook_id = a.webhook_id AND f.message_id = a.message_id AND f.status = {DeliveryStatus.Pending} AND f.event_seq > a.event_seq
        AND f.group_id IS NULL AND f.id <> ALL (@ids)
)
UPDATE gateway.deliveries d
SET status = a.status, attempts = a.number, next_attempt_at = COALESCE(a.next_attempt_at, d.next_attempt_at), completed_at = CASE WHEN a.status = {DeliveryStatus.Pending} THEN NULL ELSE @now END,
    attempted_at = CASE WHEN a.status = {DeliveryStatus.Succeeded} THEN a.at END, status_code = CASE WHEN a.status = {DeliveryStatus.Succeeded} THEN a.status_code END,
    duration_ms = CASE WHEN a.status = {DeliveryStatus.Succeeded} THEN a.duration_ms END, answer = CASE WHEN a.status = {DeliveryStatus.Succeeded} THEN a.answer END
FROM attempt a
WHERE d.webhook_id = a.webhook_id AND d.id = a.delivery_id AND d.status = {DeliveryStatus.Pending}
