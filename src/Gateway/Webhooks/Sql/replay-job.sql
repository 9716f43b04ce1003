SELECT 'replay-webhooks' WHERE EXISTS (SELECT FROM gateway.webhook_replays WHERE finished_at IS NULL)
