WITH result AS (
    SELECT * FROM unnest(@ids, @statuses, @codes, @vendor_codes, @completed_at, @event_ids) AS r (id, status, code, vendor_code, completed_at, event_id)
), ended AS (
    UPDATE bound_messages m SET status = r.status, result_code = r.code, vendor_code = r.vendor_code, completed_at = r.completed_at
    FROM result r
    WHERE m.id = r.id
    RETURNING m.id, m.account_id, r.status, r.completed_at, r.event_id
)
INSERT INTO bound_events (id, account_id, type, message_id, occurred_at)
SELECT event_id, account_id, status, id, completed_at FROM ended
