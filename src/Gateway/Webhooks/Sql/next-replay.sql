-- Whose turn it is: the account behind the one that was served last, of it the endpoint behind its last one, of that the oldest replay. Open replays are few, because they are limited.
SELECT r.id, r.account_id, r.webhook_id
FROM gateway.webhook_replays r
LEFT JOIN unnest(@accounts, @webhooks) AS served (account_id, webhook_id) ON served.account_id = r.account_id
WHERE r.finished_at IS NULL AND r.id <> ALL (@resting)
ORDER BY r.account_id <= @last_account, r.account_id, COALESCE(r.webhook_id <= served.webhook_id, false), r.webhook_id, r.id
LIMIT 1
