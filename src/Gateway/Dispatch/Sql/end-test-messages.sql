-- Messages of test keys: their whole life in one statement, with the outcome that their number chooses.
WITH due AS (
    SELECT message_id, account_id FROM gateway.inflight
    WHERE vendor = @vendor AND state = {InflightState.Waiting} AND due_at <= @now AND expires_at > @now
    ORDER BY lane, due_at, message_id LIMIT @limit
    FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM gateway.inflight i USING due WHERE i.message_id = due.message_id AND i.state = {InflightState.Waiting}
),
fate AS (
    SELECT d.message_id, d.account_id,
        CASE WHEN refused.yes THEN @failed_status ELSE COALESCE(o.status, @delivered_status) END AS status,
        CASE WHEN refused.yes THEN @refused_code ELSE COALESCE(o.result_code, @delivered_code) END AS result_code,
        CASE WHEN refused.yes THEN @failed_type ELSE COALESCE(o.event_type, @delivered_type) END AS event_type
    FROM due d
    JOIN gateway.messages m ON m.id = d.message_id
    CROSS JOIN LATERAL (
        SELECT m.purpose = @advertisement AND EXISTS (SELECT FROM gateway.optouts n WHERE n.account_id = m.account_id AND n.number = m.recipient) AS yes
    ) AS refused
    LEFT JOIN unnest(@numbers, @statuses, @result_codes, @event_types) AS o (number, status, result_code, event_type) ON o.number = m.recipient AND m.fallback_of IS NULL
),
ended AS (
    UPDATE gateway.messages m SET status = f.status, queued_at = @now, sent_at = @now, completed_at = @now, result_code = f.result_code
    FROM fate f WHERE m.id = f.message_id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, type, message_id, @now
FROM (
    SELECT account_id, message_id, @queued_type AS type, 1 AS step FROM fate
    UNION ALL
    SELECT account_id, message_id, @sending_type, 2 FROM fate
    UNION ALL
    SELECT account_id, message_id, event_type, 3 FROM fate
) AS happened
ORDER BY message_id, step
