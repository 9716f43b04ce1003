SELECT number FROM gateway.optouts WHERE account_id = @account_id AND number = ANY (@numbers)
