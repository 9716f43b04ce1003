-- Takes what may enter one vendor's queue now, in lane order, and opens a hand-over for it. @high, @normal and @bulk say how many rows of a lane, or of it and
-- those before it, may be taken: a later lane gets what the earlier ones leave.
WITH high AS (
    SELECT message_id, lane, due_at FROM gateway.inflight
    WHERE vendor = @vendor AND lane = 0 AND state = 0 AND due_at <= @now AND expires_at > @now
    ORDER BY due_at, message_id LIMIT @high
    FOR UPDATE SKIP LOCKED
),
normal AS (
    SELECT message_id, lane, due_at FROM gateway.inflight
    WHERE vendor = @vendor AND lane = 1 AND state = 0 AND due_at <= @now AND expires_at > @now
    ORDER BY due_at, message_id LIMIT GREATEST(0, @normal - (SELECT count(*) FROM high))
    FOR UPDATE SKIP LOCKED
),
bulk AS (
    SELECT message_id, lane, due_at FROM gateway.inflight
    WHERE vendor = @vendor AND lane = 2 AND state = 0 AND due_at <= @now AND expires_at > @now
    ORDER BY due_at, message_id LIMIT GREATEST(0, @bulk - (SELECT count(*) FROM high) - (SELECT count(*) FROM normal))
    FOR UPDATE SKIP LOCKED
),
picked AS (
    SELECT message_id, row_number() OVER (ORDER BY lane, due_at, message_id) AS position
    FROM (SELECT * FROM high UNION ALL SELECT * FROM normal UNION ALL SELECT * FROM bulk) AS lanes
),
claimed AS (
    UPDATE gateway.inflight i
    SET state = 1, handover_id = @handover_id, position = p.position
    FROM picked p
    WHERE i.message_id = p.message_id
    RETURNING i.message_id, i.position
),
opened AS (
    INSERT INTO gateway.handovers (id, vendor, row_count, state, node, claimed_at)
    SELECT @handover_id, @vendor, count(*), 0, @node, @now FROM claimed HAVING count(*) > 0
)
SELECT m.id, m.channel, m.sender, m.recipient, m.subject, m.body, m.sub_id, m.recipient_name, m.billing_id, m.details
FROM claimed c
JOIN gateway.messages m ON m.id = c.message_id
ORDER BY c.position
