-- Messages number @first to @last of @count, in the order of time, all delivered, of all accounts and vendors in turn.
INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, reference, created_at, expires_at, status, queued_at, sent_at, completed_at, result_code, vendor_code, vendor_group, telecom)
SELECT gateway.new_id(at), (@owners)[1 + n % cardinality(@owners)], gen_random_uuid(), 0, (@vendors)[1 + n % cardinality(@vendors)], '15881234', '010' || lpad((n % 100000000)::text, 8, '0'),
    '[게이트웨이] 인증번호 482913 을 입력해 주세요. 타인에게 알려 주지 마세요.', {Lane.Normal}, 'order-' || n, at, at + interval '2 days', {MessageStatus.Delivered}, at, at, at + interval '5 seconds', 0, '4100', 'sms', 'SKT'
FROM generate_series(@first, @last) AS n, LATERAL (SELECT now() - interval '180 days' * (1 - n::float8 / @count) - interval '1 hour' AS at) AS moment
