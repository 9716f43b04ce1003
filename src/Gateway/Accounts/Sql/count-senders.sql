SELECT count(*) FROM (SELECT FROM gateway.senders WHERE account_id = @account_id LIMIT @most) AS counted
