WITH attempt AS (
    SELECT * FROM unnest(@ids, @numbers, @ats, @status_codes, @errors, @durations, @answers, @statuses, @next_attempts)
        AS a (delivery_id, number, at, status_code, error, duration_ms, answer, status, next_attempt_at)
),
kept AS (
    INSERT INTO gateway.delivery_attempts (delivery_id, number, at, status_code, error, duration_ms, answer)
    SELECT delivery_id, number, at, status_code, error, duration_ms, answer FROM attempt
    ON CONFLICT (delivery_id, number) DO NOTHING
)
UPDATE gateway.deliveries d
SET status = a.status, next_attempt_at = COALESCE(a.next_attempt_at, d.next_attempt_at), completed_at = CASE WHEN a.status = 0 THEN NULL ELSE @now END
FROM attempt a
WHERE d.id = a.delivery_id AND d.status = 0
