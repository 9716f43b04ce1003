-- One step of a replay: looks at the next @scan events by id, which is by time, takes at most @limit that are its account's own and match, makes a delivery for each, and moves on, all in
-- one statement, so that a step that is repeated after a crash makes nothing twice. What is pending anyway is not doubled. The replay of a deleted endpoint ends.
WITH replay AS (
    SELECT r.id, r.webhook_id, r.account_id, r.event_mask, r.from_at, r.to_at, r.after_id, r.seen, w.id IS NULL AS gone
    FROM gateway.webhook_replays r
    LEFT JOIN gateway.webhooks w ON w.id = r.webhook_id AND w.account_id = r.account_id AND w.deleted_at IS NULL
    WHERE r.id = @id AND r.finished_at IS NULL
    FOR UPDATE OF r SKIP LOCKED
),
looked_at AS MATERIALIZED (
    SELECT e.id, e.seq, e.account_id, e.type, e.message_id, e.occurred_at, e.tx
    FROM gateway.events e
    WHERE e.id > (SELECT after_id FROM replay WHERE NOT gone) AND e.id < (SELECT gateway.first_id(to_at + interval '1 millisecond') FROM replay)
    ORDER BY e.id
    LIMIT @scan
),
own AS MATERIALIZED (
    SELECT e.id, e.seq, e.message_id, r.webhook_id
    FROM looked_at e
    JOIN replay r ON r.account_id = e.account_id AND (r.event_mask & (1::bigint << e.type)) <> 0 AND e.occurred_at >= r.from_at AND e.occurred_at < r.to_at
    WHERE e.type <> {EventType.WebhookTest} AND (e.tx IS NULL OR pg_visible_in_snapshot(e.tx, r.seen))
    ORDER BY e.id
    LIMIT @limit
),
made AS (
    INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, message_id, status, next_attempt_at, created_at)
    SELECT gateway.new_id(@now), webhook_id, id, seq, message_id, {DeliveryStatus.Pending}, @now, @now
    FROM own o
    WHERE NOT EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = o.webhook_id AND d.message_id = o.message_id AND d.status = {DeliveryStatus.Pending} AND d.event_seq = o.seq)
        AND NOT EXISTS (SELECT FROM gateway.deliveries d WHERE d.webhook_id = o.webhook_id AND d.message_id IS NULL AND d.status = {DeliveryStatus.Pending} AND d.event_seq = o.seq)
    ORDER BY seq
    RETURNING id
),
reach AS (
    SELECT (SELECT count(*) FROM own) = @limit AS full, (SELECT count(*) FROM looked_at) < @scan AS ended
)
UPDATE gateway.webhook_replays r
SET after_id = COALESCE(CASE WHEN reach.full THEN (SELECT id FROM own ORDER BY id DESC LIMIT 1) ELSE (SELECT id FROM looked_at ORDER BY id DESC LIMIT 1) END, r.after_id),
    events = r.events + (SELECT count(*) FROM made),
    finished_at = CASE WHEN reach.ended AND NOT reach.full THEN @now END
FROM replay, reach
WHERE r.id = replay.id
