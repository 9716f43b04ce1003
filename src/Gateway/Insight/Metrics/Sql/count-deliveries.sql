-- What waits to be delivered, of endpoints that are called and of those that are disabled. Only when metrics are read.
SELECT w.status = {WebhookStatus.Enabled} AND d.next_attempt_at <= @now AS is_due,
    w.status <> {WebhookStatus.Enabled} AS is_disabled, count(*) AS deliveries, min(d.next_attempt_at) AS oldest
FROM gateway.webhooks w JOIN gateway.deliveries d ON d.webhook_id = w.id AND d.status = {DeliveryStatus.Pending}
WHERE w.deleted_at IS NULL
GROUP BY 1, 2
