UPDATE gateway.webhooks SET status = {WebhookStatus.Disabled}, disabled_reason = @reason, updated_at = @now WHERE id = @id AND status = {WebhookStatus.Enabled}
