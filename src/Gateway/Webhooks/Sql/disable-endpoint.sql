UPDATE gateway.webhooks SET status = 1, disabled_reason = @reason, updated_at = @now WHERE id = @id AND status = 0
