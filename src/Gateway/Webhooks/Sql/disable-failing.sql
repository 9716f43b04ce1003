WITH disabled AS (
    UPDATE gateway.webhooks
    SET status = {WebhookStatus.Disabled}, updated_at = @now,
        disabled_reason = format('Every attempt has failed since %s UTC. The last one: %s', to_char(failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), f.why)
    FROM unnest(@webhook_ids, @reasons) AS f (webhook_id, why)
    WHERE id = f.webhook_id AND status = {WebhookStatus.Enabled} AND failing_since <= @since
    RETURNING id, account_id, url, disabled_reason, failing_since
),
{include Webhooks.Sql.tell-disabled}
SELECT id, disabled_reason FROM disabled
