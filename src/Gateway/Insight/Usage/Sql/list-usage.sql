-- What each account has in the gateway now, newest account first: for the operator, when somebody looks.
WITH page AS (
    SELECT id, name FROM gateway.accounts WHERE @before IS NULL OR id < @before ORDER BY id DESC LIMIT @limit
),
open AS (
    SELECT account_id, count(*) FILTER (WHERE state = {InflightState.Waiting}) AS waiting,
        count(*) FILTER (WHERE state <> {InflightState.Waiting}) AS in_flight
    FROM gateway.inflight
    WHERE account_id IN (SELECT id FROM page)
    GROUP BY account_id
)
SELECT p.id, p.name, COALESCE(o.waiting, 0) AS waiting, COALESCE(o.in_flight, 0) AS in_flight, f.files, f.bytes,
    w.endpoints, w.failing, w.disabled
FROM page p
LEFT JOIN open o ON o.account_id = p.id
CROSS JOIN LATERAL (
    SELECT count(*) AS files, COALESCE(sum(size), 0)::bigint AS bytes
    FROM gateway.files WHERE account_id = p.id AND deleted_at IS NULL
) AS f
CROSS JOIN LATERAL (
    SELECT count(*) AS endpoints,
        count(*) FILTER (WHERE status = {WebhookStatus.Enabled} AND failing_since IS NOT NULL) AS failing,
        count(*) FILTER (WHERE status = {WebhookStatus.Disabled}) AS disabled
    FROM gateway.webhooks WHERE account_id = p.id AND deleted_at IS NULL
) AS w
ORDER BY p.id DESC
