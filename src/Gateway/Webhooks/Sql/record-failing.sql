-- Since when an endpoint only fails: set by the first failure, forgotten with the first success.
UPDATE gateway.webhooks w
SET failing_since = CASE WHEN s.succeeded THEN NULL ELSE @now END
FROM unnest(@webhook_ids, @succeeded) AS s (webhook_id, succeeded)
WHERE w.id = s.webhook_id AND (w.failing_since IS NULL) <> s.succeeded
