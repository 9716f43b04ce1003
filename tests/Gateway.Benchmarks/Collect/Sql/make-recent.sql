-- New messages whose rows the agent has.
WITH made AS (
    INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status)
    SELECT gateway.new_id(now()), (@owners)[1 + n % cardinality(@owners)], '00000000-0000-7000-8000-000000000002'::uuid, 0, 'queue', '15881234', '010' || lpad((n % 100000000)::text, 8, '0'),
        '[게이트웨이] 인증번호 482913 을 입력해 주세요.', {Lane.Normal}, now(), now() + interval '2 days', {MessageStatus.Scheduled}
    FROM generate_series(1, @count) AS n
    RETURNING id, account_id, vendor, priority, expires_at
)
INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at, handover_id, position, queued_at, next_probe_at)
SELECT id, account_id, vendor, priority, {InflightState.Queued}, now(), expires_at, '00000000-0000-7000-8000-000000000003'::uuid, 0, now(), now() + interval '1 hour' FROM made
RETURNING message_id
