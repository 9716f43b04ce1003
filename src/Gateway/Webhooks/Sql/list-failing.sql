-- Endpoints of all accounts that only fail, or are disabled, newest first; with what came of the last attempt, and how
-- much waits. The last attempt is one of what is tried last or was given up last, so nobody reads all that waits.
SELECT w.id, w.account_id, a.name AS account, w.url, w.status, w.disabled_reason, w.failing_since,
    last.at, last.status_code, last.error, waiting.deliveries AS waiting
FROM gateway.webhooks w
JOIN gateway.accounts a ON a.id = w.account_id
LEFT JOIN LATERAL (
    SELECT t.at, t.status_code, t.error
    FROM (
        (SELECT d.id FROM gateway.deliveries d WHERE d.webhook_id = w.id AND d.status = {DeliveryStatus.Pending}
            ORDER BY d.next_attempt_at DESC, d.event_seq DESC LIMIT 20)
        UNION ALL
        (SELECT d.id FROM gateway.deliveries d WHERE d.webhook_id = w.id AND d.status = {DeliveryStatus.Failed}
            ORDER BY d.id DESC LIMIT 5)
    ) AS tried
    JOIN gateway.delivery_attempts t ON t.delivery_id = tried.id
    ORDER BY t.at DESC
    LIMIT 1
) AS last ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS deliveries
    FROM (SELECT FROM gateway.deliveries d WHERE d.webhook_id = w.id AND d.status = {DeliveryStatus.Pending} LIMIT @most) AS few
) AS waiting
WHERE w.deleted_at IS NULL AND (w.failing_since IS NOT NULL OR w.status = {WebhookStatus.Disabled})
    AND (@before IS NULL OR w.id < @before)
ORDER BY w.id DESC
LIMIT @limit
