SELECT count(*) FILTER (WHERE status = {WebhookStatus.Enabled} AND failing_since IS NULL),
    count(*) FILTER (WHERE status = {WebhookStatus.Enabled} AND failing_since IS NOT NULL),
    count(*) FILTER (WHERE status <> {WebhookStatus.Enabled})
FROM gateway.webhooks
WHERE deleted_at IS NULL
