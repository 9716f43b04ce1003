-- The second legs are in: each is linked with its first, which tells of it once.
WITH leg AS (
    SELECT * FROM unnest(@firsts, @seconds, @channels) AS l (first_id, second_id, channel)
),
decided AS (
    DELETE FROM gateway.due_fallbacks WHERE message_id = ANY (@decided)
),
-- So everybody sees that nothing follows these.
unneeded AS (
    UPDATE gateway.messages SET falls_back = false WHERE id = ANY (@decided) AND NOT id = ANY (@firsts)
),
second AS (
    UPDATE gateway.messages m SET fallback_of = l.first_id FROM leg l WHERE m.id = l.second_id
),
first AS (
    UPDATE gateway.messages m SET fallback_id = l.second_id, fallback_channel = l.channel FROM leg l WHERE m.id = l.first_id
    RETURNING m.id, m.account_id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), account_id, @type, id, @now FROM first
