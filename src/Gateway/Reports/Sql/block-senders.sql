-- Blocks the registered numbers whose messages a vendor refused because of them, and tells each once. A number that is
-- blocked already, or whose messages were handed over before an admin unblocked it, stays as it is; of two nodes the
-- second waits for the row and finds it blocked.
WITH refused AS (
    SELECT DISTINCT ON (m.account_id, m.sender)
        m.account_id, m.sender, m.id AS message_id, m.result_code, COALESCE(m.queued_at, m.created_at) AS handed_over_at
    FROM gateway.messages m
    WHERE m.id = ANY (@ids) AND m.id BETWEEN @first_id AND @last_id AND m.result_code = ANY (@codes)
    ORDER BY m.account_id, m.sender, COALESCE(m.queued_at, m.created_at) DESC
),
locked AS (
    SELECT s.id, r.message_id, r.result_code
    FROM gateway.senders s JOIN refused r ON r.account_id = s.account_id AND r.sender = s.number
    WHERE s.state IN ({SenderState.Approved}, {SenderState.Pending}) AND (s.unblocked_at IS NULL OR s.unblocked_at < r.handed_over_at)
    ORDER BY s.id
    FOR UPDATE OF s
),
blocked AS (
    UPDATE gateway.senders s SET state = {SenderState.Blocked}, blocked_code = l.result_code, blocked_at = @now
    FROM locked l WHERE s.id = l.id
    RETURNING s.id, s.account_id, s.number, s.blocked_code, l.message_id
)
INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
SELECT gateway.new_id(@now), account_id, {EventType.SenderBlocked}, @now, jsonb_build_object(
    'id', id, 'accountId', account_id, 'number', number, 'state', 'blocked', 'blockedCode', blocked_code, 'messageId', message_id)
FROM blocked
ORDER BY id
RETURNING NULL::uuid, type
