-- Messages of test keys: their whole life in one statement, with the outcome that their number chooses.
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
            ELSE COALESCE(o.status, {MessageStatus.Delivered})
        END AS status,
        CASE WHEN refused.yes THEN @refused_code ELSE COALESCE(o.result_code, @delivered_code) END AS result_code,
        NULL::text AS result_reason, @now AS queued_at, @now AS sent_at, true AS tells_queued, true AS tells_sending,
        {include Messages.Sql.no-report}
    FROM due d
    JOIN gateway.messages m ON m.id = d.message_id
    CROSS JOIN LATERAL (
        SELECT m.purpose = {MessagePurpose.Advertisement} AND EXISTS (
            SELECT FROM gateway.optouts n WHERE n.account_id = m.account_id AND n.number = m.recipient) AS yes
    ) AS refused
    LEFT JOIN unnest(@numbers, @statuses, @result_codes) AS o (number, status, result_code)
        ON o.number = m.recipient AND m.fallback_of IS NULL
),
{include Messages.Sql.end-messages: i.state = {InflightState.Waiting}}
SELECT count(*)::integer FROM ending
