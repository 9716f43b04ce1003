SELECT number, comment, created_at FROM gateway.optouts WHERE account_id = @account_id ORDER BY id
