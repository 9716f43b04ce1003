-- Gives held messages the time at which they leave; they live as long after it as they would have. The record is
-- touched only where its own times change: by a pace, or by quiet hours.
WITH given AS (
    SELECT * FROM unnest(@ids, @due_at, @scheduled_at, @held_until) AS g (id, due_at, scheduled_at, held_until)
), moved AS (
    UPDATE gateway.inflight i SET due_at = g.due_at, expires_at = g.due_at + (i.expires_at - i.due_at)
    FROM given g WHERE i.message_id = g.id AND i.state = {InflightState.Waiting} AND i.due_at = gateway.held_due()
    RETURNING i.message_id, i.expires_at
), told AS (
    UPDATE gateway.messages m SET scheduled_at = g.scheduled_at, held_until = g.held_until, expires_at = v.expires_at
    FROM given g JOIN moved v ON v.message_id = g.id
    WHERE m.id = g.id AND (m.scheduled_at IS DISTINCT FROM g.scheduled_at OR m.held_until IS DISTINCT FROM g.held_until)
)
UPDATE gateway.batches SET release_after = @after, release_count = release_count + @count, releasing = @more WHERE id = @id
