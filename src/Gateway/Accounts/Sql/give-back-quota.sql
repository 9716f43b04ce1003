UPDATE gateway.quota_usage SET used = GREATEST(0, used - @messages) WHERE account_id = @account_id AND period = ANY (@periods)
