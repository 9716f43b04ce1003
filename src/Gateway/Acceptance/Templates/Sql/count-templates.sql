SELECT count(*) FROM (SELECT FROM gateway.templates WHERE account_id = @account_id LIMIT @most) AS counted
