WITH disabled AS (
    UPDATE gateway.webhooks SET status = {WebhookStatus.Disabled}, disabled_reason = @reason, updated_at = @now
    WHERE id = @id AND status = {WebhookStatus.Enabled}
    RETURNING id, account_id, url, disabled_reason, failing_since
),
{include Webhooks.Sql.tell-disabled}
SELECT id, disabled_reason FROM disabled
