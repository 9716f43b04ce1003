-- Moves a message that is still scheduled; its expiry moves along. One of a held batch stays held. The work row is locked first: a release that is faster leaves nothing to move.
-- @held_until and @held_until_kakao: the end of the quiet hours that the new time lies in, null outside them.
WITH moved AS (
    UPDATE gateway.inflight i
    SET due_at = CASE WHEN i.due_at = gateway.held_due() THEN i.due_at ELSE COALESCE(hold.until, @scheduled_at) END,
        expires_at = CASE WHEN i.due_at = gateway.held_due() THEN i.expires_at ELSE i.expires_at + (COALESCE(hold.until, @scheduled_at) - i.due_at) END
    FROM gateway.messages m
    CROSS JOIN LATERAL (SELECT CASE WHEN m.purpose = @advertisement THEN CASE WHEN m.channel = ANY (@kakao) THEN @held_until_kakao ELSE @held_until END END) AS hold (until)
    WHERE i.message_id = @id AND i.account_id = @account_id AND i.state = {InflightState.Waiting} AND m.id = i.message_id AND m.scheduled_at > @now
    RETURNING i.message_id, CASE WHEN i.due_at = gateway.held_due() THEN m.expires_at + (COALESCE(hold.until, @scheduled_at) - COALESCE(m.held_until, m.scheduled_at))
        ELSE i.expires_at END AS expires_at, hold.until
)
UPDATE gateway.messages m SET scheduled_at = @scheduled_at, held_until = moved.until, expires_at = moved.expires_at
FROM moved
WHERE m.id = moved.message_id AND m.id = @id
