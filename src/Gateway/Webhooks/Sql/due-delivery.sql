-- Whether anything is due at an endpoint that no other node serves.
SELECT 'deliver-webhooks' WHERE EXISTS (
    SELECT FROM gateway.webhooks w
    WHERE w.deleted_at IS NULL AND w.status = {WebhookStatus.Enabled}
        AND EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = w.id AND d.status = {DeliveryStatus.Pending} AND d.next_attempt_at <= @now)
        AND NOT EXISTS (SELECT FROM gateway.webhook_leases l WHERE l.webhook_id = w.id AND l.node <> @node AND l.until > @now))
