-- Moves a message that is still scheduled; its expiry moves along. The work row is locked first: a release that is faster leaves nothing to move.
WITH moved AS (
    UPDATE gateway.inflight i
    SET due_at = @scheduled_at, expires_at = i.expires_at + (@scheduled_at - m.scheduled_at)
    FROM gateway.messages m
    WHERE i.message_id = @id AND i.account_id = @account_id AND i.state = 0 AND m.id = i.message_id AND m.scheduled_at > @now
    RETURNING i.message_id, i.expires_at
)
UPDATE gateway.messages m SET scheduled_at = @scheduled_at, expires_at = moved.expires_at
FROM moved
WHERE m.id = moved.message_id AND m.id = @id
