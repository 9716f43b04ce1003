SELECT count(*) FROM (SELECT FROM gateway.optouts WHERE account_id = @account_id LIMIT @most) AS counted
