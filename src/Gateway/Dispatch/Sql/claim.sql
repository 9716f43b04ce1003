-- Takes what may enter one vendor's queue now, in lane order and in the order of arrival, and opens a hand-over for it. @high, @normal and @bulk say how many rows of a lane, or of it and
-- those before it, fit: a later lane gets what the earlier ones leave. Rows that are being written at this moment, or that other nodes wrote since the queue was counted,
-- have their places already.
-- What was picked is found by its place (ctid), which is locked; a row that somebody changed at this very moment is for the next claim. By its key it would be found through whatever index the
-- planner took for as good as any while nothing waited, or with everything that waits compared with each that was picked.
-- @waiting is no constant, so that the plan knows more than one partition: PostgreSQL 18 forgets of a single one that reading all of it is forbidden, and while nothing waits that
-- costs nothing.
WITH room AS (
    SELECT LEAST(@batch, GREATEST(0, @high - open)) AS high, LEAST(@batch, GREATEST(0, @normal - open)) AS normal, LEAST(@batch, GREATEST(0, @bulk - open)) AS bulk
    FROM (
        SELECT COALESCE(sum(row_count), 0) AS open
        FROM (
            SELECT row_count FROM gateway.handovers WHERE state = {HandoverState.Open} AND vendor = @vendor AND claimed_at > @holds_since
            UNION ALL
            SELECT row_count FROM gateway.handovers WHERE state = {HandoverState.Written} AND vendor = @vendor AND decided_at >= @counted_at AND node <> @node
        ) AS uncounted
    ) AS beside
),
high AS (
    SELECT ctid AS place, message_id, account_id, lane, due_at FROM gateway.inflight
    WHERE vendor = @vendor AND lane = {Lane.High} AND state = {InflightState.Waiting} AND due_at <= @now AND expires_at > @now
    ORDER BY due_at, message_id LIMIT (SELECT high FROM room)
    FOR UPDATE SKIP LOCKED
),
normal AS (
    SELECT ctid AS place, message_id, account_id, lane, due_at FROM gateway.inflight
    WHERE vendor = @vendor AND lane = {Lane.Normal} AND state = {InflightState.Waiting} AND due_at <= @now AND expires_at > @now
    ORDER BY due_at, message_id LIMIT GREATEST(0, (SELECT normal FROM room) - (SELECT count(*) FROM high))
    FOR UPDATE SKIP LOCKED
),
bulk AS (
    SELECT ctid AS place, message_id, account_id, lane, due_at FROM gateway.inflight
    WHERE vendor = @vendor AND lane = {Lane.Bulk} AND state = {InflightState.Waiting} AND due_at <= @now AND expires_at > @now
    ORDER BY due_at, message_id LIMIT GREATEST(0, (SELECT bulk FROM room) - (SELECT count(*) FROM high) - (SELECT count(*) FROM normal))
    FOR UPDATE SKIP LOCKED
),
picked AS (
    SELECT place, account_id, lane, row_number() OVER (ORDER BY lane, due_at, message_id) AS position
    FROM (SELECT * FROM high UNION ALL SELECT * FROM normal UNION ALL SELECT * FROM bulk) AS lanes
),
claimed AS (
    UPDATE gateway.inflight i
    SET state = {InflightState.Claimed}, handover_id = @handover_id, position = p.position, next_probe_at = @next_probe_at
    FROM picked p
    WHERE i.ctid = p.place AND i.state = @waiting
    RETURNING i.message_id, i.position, i.due_at, p.account_id, p.lane
),
opened AS (
    INSERT INTO gateway.handovers (id, vendor, row_count, state, node, claimed_at)
    SELECT @handover_id, @vendor, count(*), {HandoverState.Open}, @node, @now FROM claimed HAVING count(*) > 0
),
full_lanes AS (
    SELECT bool_or(room > 0 AND taken >= room) AS is_full FROM (
        SELECT high, (SELECT count(*) FROM high) FROM room
        UNION ALL
        SELECT normal, (SELECT count(*) FROM high) + (SELECT count(*) FROM normal) FROM room
        UNION ALL
        SELECT bulk, (SELECT count(*) FROM picked) FROM room
    ) AS lanes (room, taken)
)
SELECT c.message_id, c.account_id, c.lane, c.due_at, 0 AS turn, (SELECT is_full FROM full_lanes) AS is_full
FROM claimed c
ORDER BY c.position
