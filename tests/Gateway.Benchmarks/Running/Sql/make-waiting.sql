-- Messages number @first to @last that wait, as the gateway stores them when it accepts them.
WITH made AS (
    INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, scheduled_at, expires_at, status)
    SELECT gateway.new_id(now()), '00000000-0000-7000-8000-000000000001'::uuid, '00000000-0000-7000-8000-000000000002'::uuid, 0, @vendor, '15881234', '010' || lpad((n % 100000000)::text, 8, '0'),
        '[게이트웨이] 인증번호 482913 을 입력해 주세요.', 
        CASE
            WHEN @lane IS NOT NULL THEN @lane
            WHEN n % 100 = 0 THEN {Lane.High}
            WHEN n % 2 = 0 THEN {Lane.Normal}
            ELSE {Lane.Bulk}
        END,
        now(), @due_at, @due_at + interval '2 days', {MessageStatus.Scheduled}
    FROM generate_series(@first, @last) AS n
    RETURNING id, account_id, vendor, priority, scheduled_at, expires_at
)
INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at)
SELECT id, (@owners)[1 + row_number() OVER () % cardinality(@owners)], vendor, priority, {InflightState.Waiting}, scheduled_at, expires_at FROM made
