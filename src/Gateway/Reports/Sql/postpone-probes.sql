-- The next look comes after half the age: often while a message is young, seldom when it is old.
UPDATE gateway.inflight
SET next_probe_at = @now + LEAST(GREATEST((@now - queued_at) / 2, @shortest), @longest)
WHERE message_id = ANY (@ids)
