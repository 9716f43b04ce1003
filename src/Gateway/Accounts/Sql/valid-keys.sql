SELECT k.id
FROM gateway.api_keys k
JOIN gateway.accounts a ON a.id = k.account_id
WHERE k.id = ANY (@ids) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > @now) AND a.status = {AccountStatus.Active}
