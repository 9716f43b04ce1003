-- What an account has used of its quotas. Nothing is taken.
SELECT period, used FROM gateway.quota_usage WHERE account_id = @account_id AND period = ANY (@periods)
