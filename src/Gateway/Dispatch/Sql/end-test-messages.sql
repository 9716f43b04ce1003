-- Messages of test keys: their whole life in one statement, with the outcome that their number chooses. Those whose
-- details nobody has looked at yet wait for the next step.
WITH due AS (
    SELECT message_id, account_id FROM gateway.inflight
    WHERE vendor = @vendor AND state = {InflightState.Waiting} AND due_at <= @now AND expires_at > @now
    ORDER BY lane, due_at, message_id LIMIT @limit
    FOR UPDATE SKIP LOCKED
),
ending AS (
    SELECT d.message_id, d.account_id,
        CASE
            WHEN refused.yes THEN {MessageStatus.Failed}
            WHEN cured.yes THEN {MessageStatus.Delivered}
            ELSE COALESCE(o.status, {MessageStatus.Delivered})
        END AS status,
        CASE
            WHEN refused.yes THEN @refused_code
            WHEN cured.yes THEN @delivered_code
            ELSE COALESCE(o.result_code, @delivered_code)
        END AS result_code,
        NULL::text AS result_reason, @now AS queued_at, @now AS sent_at, true AS tells_queued, true AS tells_sending,
        @now AS completed_at, NULL::uuid AS event_id, NULL::text AS vendor_code, NULL::text AS vendor_group,
        NULL::text AS telecom, NULL::smallint AS pages, NULL::integer AS seconds, NULL::text AS reply,
        NULL::numeric AS fee, CASE WHEN cured.yes AND NOT refused.yes THEN f.channel END AS fallback_channel,
        false AS late
    FROM due d
    JOIN gateway.messages m ON m.id = d.message_id
    CROSS JOIN LATERAL (
        SELECT m.purpose = {MessagePurpose.Advertisement} AND EXISTS (
            SELECT FROM gateway.optouts n WHERE n.account_id = m.account_id AND n.number = m.recipient) AS yes
    ) AS refused
    LEFT JOIN unnest(@numbers, @statuses, @result_codes, @curable) AS o (number, status, result_code, curable)
        ON o.number = m.recipient AND m.fallback_of IS NULL
    LEFT JOIN unnest(@looked, @channels) AS f (message_id, channel) ON f.message_id = d.message_id
    CROSS JOIN LATERAL (SELECT COALESCE(o.curable, false) AND f.channel IS NOT NULL AS yes) AS cured
    WHERE m.details IS NULL OR f.message_id IS NOT NULL
),
{include Messages.Sql.end-messages: i.state = {InflightState.Waiting}}
SELECT count(*)::integer FROM ending
