-- Messages that have ended and may get a second leg. The note is locked until it is decided; another process takes others. Nothing follows in a batch that was canceled.
SELECT d.message_id, m.account_id, m.batch_id, m.vendor, m.sender, m.recipient, m.recipient_name, m.body, m.priority, m.reference, m.metadata, m.sub_id, m.billing_id, m.details,
    m.result_code, m.vendor_code, m.vendor_group, m.purpose, m.trace,
    EXISTS (SELECT FROM gateway.batches b WHERE b.id = m.batch_id AND b.canceled_at IS NOT NULL) AS is_canceled
FROM (SELECT message_id FROM gateway.due_fallbacks ORDER BY message_id LIMIT @limit FOR UPDATE SKIP LOCKED) AS d
JOIN gateway.messages m ON m.id = d.message_id
