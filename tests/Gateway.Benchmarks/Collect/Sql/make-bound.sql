INSERT INTO bound_messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, reference, created_at, expires_at, status, late)
SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 19))::uuid, '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 0, 'queue', '15881234', '010' || lpad((n % 100000000)::text, 8, '0'),
    '[게이트웨이] 인증번호 482913 을 입력해 주세요. 타인에게 알려 주지 마세요.', 1, 'order-' || n, at, at + interval '2 days', 0, false
FROM generate_series(1, @count) AS n, LATERAL (SELECT now() - interval '180 days' * (1 - n::float8 / @count) AS at) AS moment
