-- Changes what is given and leaves the rest. An endpoint that is enabled, or moves to another address, starts without a history of failures.
-- It is told what the key that gave its address may see.
UPDATE gateway.webhooks
SET url = COALESCE(@url, url), masked = CASE WHEN @url IS NULL THEN masked ELSE @masked END, events = COALESCE(@events, events), event_mask = COALESCE(@event_mask, event_mask), batch = COALESCE(@batch, batch),
    description = CASE WHEN @has_description THEN @description ELSE description END, status = COALESCE(@status, status),
    disabled_reason = CASE @status WHEN {WebhookStatus.Enabled} THEN NULL WHEN {WebhookStatus.Disabled} THEN COALESCE(disabled_reason, 'Disabled by request.') ELSE disabled_reason END,
    failing_since = CASE WHEN @status = {WebhookStatus.Enabled} OR @url <> url THEN NULL ELSE failing_since END, updated_at = @now
WHERE id = @id AND account_id = @account_id AND deleted_at IS NULL
