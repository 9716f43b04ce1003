told AS (
    INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
    SELECT gateway.new_id(@now), account_id, {EventType.WebhookDisabled}, @now, jsonb_build_object(
        'id', id, 'url', url, 'reason', disabled_reason,
        'failingSince', to_char(failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM disabled
)
