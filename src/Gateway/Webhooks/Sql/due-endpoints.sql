SELECT w.id FROM gateway.webhooks w
WHERE w.deleted_at IS NULL AND w.status = 0
    AND EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = w.id AND d.status = 0 AND d.next_attempt_at <= @now)
ORDER BY w.id
LIMIT @limit
