-- A message ends: its work goes, its record says how, and its events are told. Nothing else ends messages (EndsTests).
-- Statistics, fallbacks and webhooks follow by the triggers of gateway.messages and gateway.events.
--
-- The statement that takes this in says which messages end and how, in `ending`, and has locked their work (or their
-- record, where an ended one is corrected). What `ending` must have is what is read of it here; no-report.part.sql
-- fills in what only a vendor's report brings. Behind the colon stand the states that the work can have: the planner
-- then leaves out the other table of gateway.inflight. @first_id and @last_id do the same for the months of records.
gone AS (
    DELETE FROM gateway.inflight i USING ending e WHERE i.message_id = e.message_id AND {argument}
),
ended AS (
    UPDATE gateway.messages m
    SET status = e.status, queued_at = e.queued_at, sent_at = e.sent_at, completed_at = e.completed_at,
        result_code = e.result_code, result_reason = e.result_reason, vendor_code = e.vendor_code,
        vendor_group = e.vendor_group, telecom = e.telecom, pages = e.pages, seconds = e.seconds, reply = e.reply,
        fee = e.fee, fallback_channel = e.fallback_channel, late = e.late
    FROM ending e
    WHERE m.id = e.message_id AND m.id BETWEEN @first_id AND @last_id
),
told AS (
    INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
    SELECT COALESCE(event_id, gateway.new_id(@now)), account_id, type, message_id, @now
    FROM (
        -- Steps that nobody has told of yet, because the work had not got so far.
        SELECT account_id, message_id, {EventType.MessageQueued} AS type, 1 AS step, NULL::uuid AS event_id
        FROM ending WHERE tells_queued
        UNION ALL
        SELECT account_id, message_id, {EventType.MessageSending}, 2, NULL FROM ending WHERE tells_sending
        UNION ALL
        SELECT account_id, message_id,
            CASE status
                WHEN {MessageStatus.Delivered} THEN {EventType.MessageDelivered}
                WHEN {MessageStatus.Failed} THEN {EventType.MessageFailed}
                WHEN {MessageStatus.Expired} THEN {EventType.MessageExpired}
                WHEN {MessageStatus.Canceled} THEN {EventType.MessageCanceled}
            END,
            3, event_id
        FROM ending
    ) AS happened
    ORDER BY message_id, step
)
