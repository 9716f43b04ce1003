-- Messages number @first to @last of one campaign that has ended, a few of them without success, as a search finds
-- them newest first.
INSERT INTO gateway.messages (
    id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, body, priority, reference, created_at,
    expires_at, status, queued_at, sent_at, completed_at, result_code, vendor_code, vendor_group, telecom)
SELECT gateway.new_id(at), @account, @batch, 0, 'kshot', '15881234', '010' || lpad(n::text, 8, '0'), '고객' || n % 1000,
    '[게이트웨이] 고객' || n % 1000 || '님, 주문 ' || n || '번이 접수되었습니다.', 2, 'order-' || n, at,
    at + interval '2 days', CASE WHEN n % 40 = 0 THEN 5 ELSE 4 END, at, at + interval '2 seconds',
    at + interval '4 seconds', CASE WHEN n % 40 = 0 THEN 505 ELSE 0 END, CASE WHEN n % 40 = 0 THEN '505' ELSE '0' END,
    'sms', 'SKT'
FROM (SELECT n, @from::timestamptz + interval '1 millisecond' * n AS at FROM generate_series(@first, @last) AS n) AS drawn
