-- Endpoints with something due that no other node serves.
SELECT w.id FROM gateway.webhooks w
WHERE w.deleted_at IS NULL AND w.status = {WebhookStatus.Enabled} AND w.id <> ALL (@served)
    AND EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = w.id AND d.status = {DeliveryStatus.Pending} AND d.next_attempt_at <= @now)
    AND NOT EXISTS (SELECT FROM gateway.webhook_leases l WHERE l.webhook_id = w.id AND l.node <> @node AND l.until > @now)
ORDER BY w.id
LIMIT @limit
