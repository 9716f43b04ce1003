-- So many messages of an endpoint's account, delivered just now, with their events.
WITH made AS (
    INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, queued_at, sent_at, completed_at, result_code, vendor_code, vendor_group)
    SELECT gateway.new_id(now()), account_id, gateway.new_id(now()), 0, 'kshot', '15881234', '01012341234', '[게이트웨이] 인증번호 482913 을 입력해 주세요. 타인에게 알려 주지 마세요.', {Lane.Normal},
        now(), now() + interval '2 days', {MessageStatus.Delivered}, now(), now(), now(), 0, '0', 'sms'
    FROM (SELECT account_id FROM gateway.webhooks WHERE id = @webhook) AS w, generate_series(1, @count)
    RETURNING id, account_id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(now()), account_id, {EventType.MessageDelivered}, id, now() FROM made
