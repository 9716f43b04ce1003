-- Deliveries to deleted endpoints, and those that ended long ago, with their attempts.
WITH old AS (
    SELECT d.webhook_id, d.id
    FROM gateway.webhooks w
    CROSS JOIN LATERAL (SELECT webhook_id, id FROM gateway.deliveries WHERE webhook_id = w.id ORDER BY id LIMIT @limit) AS d
    WHERE w.deleted_at IS NOT NULL
    UNION ALL
    SELECT d.webhook_id, d.id
    FROM gateway.webhooks w
    CROSS JOIN LATERAL (
        SELECT webhook_id, id FROM gateway.deliveries WHERE webhook_id = w.id AND id < gateway.first_id(@before) AND status <> {DeliveryStatus.Pending} ORDER BY id LIMIT @limit
    ) AS d
    WHERE w.deleted_at IS NULL
    LIMIT @limit
),
attempts AS (
    DELETE FROM gateway.delivery_attempts WHERE delivery_id IN (SELECT id FROM old)
)
DELETE FROM gateway.deliveries d USING old WHERE d.webhook_id = old.webhook_id AND d.id = old.id
