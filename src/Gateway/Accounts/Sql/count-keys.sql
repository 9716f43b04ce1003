SELECT count(*) FROM (SELECT FROM gateway.api_keys WHERE account_id = @account_id AND revoked_at IS NULL LIMIT @most) AS counted
