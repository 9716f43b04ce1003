-- One step of the oldest open replay: looks at the next @limit events by id, which is by time, makes a delivery for each that matches, and moves on, all in one
-- statement, so that a step that is repeated after a crash makes nothing twice. What is pending anyway is not doubled.
WITH replay AS (
    SELECT r.id, r.webhook_id, r.account_id, r.event_mask, r.from_at, r.to_at, r.after_id, r.seen
    FROM gateway.webhook_replays r
    WHERE r.finished_at IS NULL
    ORDER BY r.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
),
looked_at AS MATERIALIZED (
    SELECT e.id, e.seq, e.account_id, e.type, e.message_id, e.occurred_at, e.tx
    FROM gateway.events e
    WHERE e.id > (SELECT after_id FROM replay) AND e.id < (SELECT gateway.first_id(to_at + interval '1 millisecond') FROM replay)
    ORDER BY e.id
    LIMIT @limit
),
wanted AS (
    SELECT e.id, e.seq, e.message_id, r.webhook_id
    FROM looked_at e
    JOIN replay r ON r.account_id = e.account_id AND (r.event_mask & (1::bigint << e.type)) <> 0 AND e.occurred_at >= r.from_at AND e.occurred_at < r.to_at
    JOIN gateway.webhooks w ON w.id = r.webhook_id AND w.deleted_at IS NULL
    WHERE e.type <> 11 AND (e.tx IS NULL OR pg_visible_in_snapshot(e.tx, r.seen))
        AND NOT EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = r.webhook_id AND d.message_id = e.message_id AND d.status = 0 AND d.event_seq = e.seq)
        AND NOT EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = r.webhook_id AND d.message_id IS NULL AND d.status = 0 AND d.event_seq = e.seq)
),
made AS (
    INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, message_id, status, next_attempt_at, created_at)
    SELECT gateway.new_id(@now), webhook_id, id, seq, message_id, 0, @now, @now FROM wanted ORDER BY seq
    RETURNING id
)
UPDATE gateway.webhook_replays r
SET after_id = COALESCE((SELECT id FROM looked_at ORDER BY id DESC LIMIT 1), r.after_id), events = r.events + (SELECT count(*) FROM made),
    finished_at = CASE WHEN (SELECT count(*) FROM looked_at) < @limit THEN @now END
FROM replay
WHERE r.id = replay.id
