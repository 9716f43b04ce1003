SELECT count(*) FILTER (WHERE webhook_id = @webhook_id), count(*) FROM gateway.webhook_replays WHERE account_id = @account_id AND finished_at IS NULL
