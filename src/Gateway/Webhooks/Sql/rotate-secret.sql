UPDATE gateway.webhooks SET previous_secret = secret, previous_secret_until = @until, secret = @secret, updated_at = @now
WHERE id = @id AND account_id = @account_id AND deleted_at IS NULL
