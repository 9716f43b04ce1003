INSERT INTO gateway.webhook_replays (id, webhook_id, account_id, event_mask, from_at, to_at, after_id, created_at)
SELECT @id, w.id, w.account_id, w.event_mask, @from, @to, gateway.first_id(@from), @now
FROM gateway.webhooks w
WHERE w.id = @webhook_id AND w.account_id = @account_id AND w.deleted_at IS NULL
