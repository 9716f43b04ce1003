SELECT url, secret, CASE WHEN previous_secret_until > @now THEN previous_secret END, batch, failing_since IS NOT NULL, masked
FROM gateway.webhooks
WHERE id = @webhook_id AND status = {WebhookStatus.Enabled} AND deleted_at IS NULL
