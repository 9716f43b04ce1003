SELECT count(*) FROM (SELECT FROM gateway.webhooks WHERE account_id = @account_id AND deleted_at IS NULL LIMIT @most) AS counted
