SELECT min(seq) FROM gateway.events WHERE tx = ANY (@running) AND account_id = @account_id
