-- Takes what may enter one vendor's queue now, when more waits than fits: within a lane the accounts take turns, so that one with a million messages delays nobody else's. Each gets an equal
-- part of the room; what an account leaves of its part is for the next claim. Else as claim.sql. The comparison of pairs and the order by account make sure that an account's messages are looked up in
-- inflight_fair: in the order of arrival a small account's might stand behind a million others, and
-- its reservations are not read. A lane that gave a whole batch just now (@known_lane) is read on behind the last message of each account, without passing what was taken before.
WITH RECURSIVE room AS (
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
turns AS (
    -- The accounts with waiting messages, beginning after the one that was served last: one step in the index for each, however many messages it has.
    SELECT lane, last_served AS account_id, last_served, false AS around, 0 AS turn, NULL::timestamptz AS due_at FROM unnest(@lanes, @last_served) AS start (lane, last_served)
    UNION ALL
    SELECT t.lane, next.account_id, t.last_served, next.around, t.turn + 1, next.due_at
    FROM turns t
    CROSS JOIN LATERAL (
        SELECT account_id, due_at, around
        FROM (
            (SELECT i.account_id, i.due_at, t.around AS around FROM gateway.inflight i
            WHERE i.vendor = @vendor AND i.lane = t.lane AND i.state = {InflightState.Waiting} AND i.account_id > t.account_id AND (NOT t.around OR i.account_id <= t.last_served)
            ORDER BY i.account_id, i.due_at LIMIT 1)
            UNION ALL
            (SELECT i.account_id, i.due_at, true FROM gateway.inflight i
            WHERE i.vendor = @vendor AND i.lane = t.lane AND i.state = {InflightState.Waiting} AND NOT t.around AND i.account_id <= t.last_served
            ORDER BY i.account_id, i.due_at LIMIT 1)
        ) AS candidates
        ORDER BY around LIMIT 1
    ) AS next
    WHERE t.turn < @accounts
),
active AS (
    SELECT lane, account_id, turn, count(*) OVER (PARTITION BY lane) AS accounts, '-infinity'::timestamptz AS behind_due, '00000000-0000-0000-0000-000000000000'::uuid AS behind_id
    FROM turns WHERE turn > 0 AND due_at <= @now
    UNION ALL
    SELECT @known_lane, account_id, turn::integer, count(*) OVER (), due_at, message_id
    FROM unnest(@known_accounts, @known_due, @known_ids) WITH ORDINALITY AS known (account_id, due_at, message_id, turn)
),
high AS (
    SELECT own.place, a.account_id, a.lane, own.round, a.turn
    FROM active a
    CROSS JOIN LATERAL (
        SELECT place, row_number() OVER (ORDER BY due_at, message_id) AS round
        FROM (
            SELECT i.ctid AS place, i.message_id, i.due_at FROM gateway.inflight i
            WHERE i.vendor = @vendor AND i.lane = {Lane.High} AND i.state = {InflightState.Waiting} AND (i.account_id, i.due_at, i.message_id) > (a.account_id, a.behind_due, a.behind_id) AND (i.account_id, i.due_at) <= (a.account_id, @now) AND i.expires_at > @now
            ORDER BY i.account_id, i.due_at, i.message_id LIMIT (SELECT (high + a.accounts - 1) / a.accounts FROM room)
            FOR UPDATE SKIP LOCKED
        ) AS rows
    ) AS own
    WHERE a.lane = {Lane.High}
    ORDER BY own.round, a.turn LIMIT (SELECT high FROM room)
),
normal AS (
    SELECT own.place, a.account_id, a.lane, own.round, a.turn
    FROM active a
    CROSS JOIN LATERAL (
        SELECT place, row_number() OVER (ORDER BY due_at, message_id) AS round
        FROM (
            SELECT i.ctid AS place, i.message_id, i.due_at FROM gateway.inflight i
            WHERE i.vendor = @vendor AND i.lane = {Lane.Normal} AND i.state = {InflightState.Waiting} AND (i.account_id, i.due_at, i.message_id) > (a.account_id, a.behind_due, a.behind_id) AND (i.account_id, i.due_at) <= (a.account_id, @now) AND i.expires_at > @now
            ORDER BY i.account_id, i.due_at, i.message_id LIMIT (SELECT (normal + a.accounts - 1) / a.accounts FROM room)
            FOR UPDATE SKIP LOCKED
        ) AS rows
    ) AS own
    WHERE a.lane = {Lane.Normal}
    ORDER BY own.round, a.turn LIMIT GREATEST(0, (SELECT normal FROM room) - (SELECT count(*) FROM high))
),
bulk AS (
    SELECT own.place, a.account_id, a.lane, own.round, a.turn
    FROM active a
    CROSS JOIN LATERAL (
        SELECT place, row_number() OVER (ORDER BY due_at, message_id) AS round
        FROM (
            SELECT i.ctid AS place, i.message_id, i.due_at FROM gateway.inflight i
            WHERE i.vendor = @vendor AND i.lane = {Lane.Bulk} AND i.state = {InflightState.Waiting} AND (i.account_id, i.due_at, i.message_id) > (a.account_id, a.behind_due, a.behind_id) AND (i.account_id, i.due_at) <= (a.account_id, @now) AND i.expires_at > @now
            ORDER BY i.account_id, i.due_at, i.message_id LIMIT (SELECT (bulk + a.accounts - 1) / a.accounts FROM room)
            FOR UPDATE SKIP LOCKED
        ) AS rows
    ) AS own
    WHERE a.lane = {Lane.Bulk}
    ORDER BY own.round, a.turn LIMIT GREATEST(0, (SELECT bulk FROM room) - (SELECT count(*) FROM high) - (SELECT count(*) FROM normal))
),
picked AS (
    SELECT place, account_id, lane, turn, row_number() OVER (ORDER BY lane, round, turn) AS position
    FROM (SELECT * FROM high UNION ALL SELECT * FROM normal UNION ALL SELECT * FROM bulk) AS lanes
),
claimed AS (
    UPDATE gateway.inflight i
    SET state = {InflightState.Claimed}, handover_id = @handover_id, position = p.position, next_probe_at = @next_probe_at
    FROM picked p
    WHERE i.ctid = p.place AND i.state = @waiting
    RETURNING i.message_id, i.position, i.due_at, p.account_id, p.lane, p.turn
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
SELECT c.message_id, c.account_id, c.lane, c.due_at, c.turn, (SELECT is_full FROM full_lanes) AS is_full
FROM claimed c
ORDER BY c.position
