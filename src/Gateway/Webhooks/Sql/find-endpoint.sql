SELECT url, secret, CASE WHEN previous_secret_until > @now THEN previous_secret END AS previous_secret, batch,
    failing_since IS NOT NULL AS is_failing, masked
FROM gateway.webhooks
WHERE id = @webhook_id AND status = {WebhookStatus.Enabled} AND deleted_at IS NULL
