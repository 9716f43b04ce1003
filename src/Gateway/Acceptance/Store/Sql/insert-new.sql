WITH keys AS (
    INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at)
    SELECT account_id, key, request_hash, @key_status, answer, @now
    FROM unnest(@key_accounts, @keys, @hashes, @answers) AS k (account_id, key, request_hash, answer)
    ORDER BY account_id, key
), records AS (
    INSERT INTO gateway.messages_month (id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, subject, body, priority, reference, metadata, sub_id, billing_id, details, created_at, scheduled_at, expires_at, status, routed, purpose, held_until, falls_back, trace)
    SELECT id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, subject, body, priority, reference, metadata, sub_id, billing_id, details, created_at, scheduled_at, expires_at, status, routed, purpose, held_until, falls_back, trace
    FROM unnest(@id, @account_id, @batch_id, @channel, @vendor, @sender, @recipient, @recipient_name, @subject, @body, @priority, @reference, @metadata, @sub_id, @billing_id, @details, @created_at, @scheduled_at, @expires_at, @status, @routed, @purpose, @held_until, @falls_back, @trace)
        AS m (id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, subject, body, priority, reference, metadata, sub_id, billing_id, details, created_at, scheduled_at, expires_at, status, routed, purpose, held_until, falls_back, trace)
    RETURNING id, account_id, channel, vendor, priority, status, created_at, coalesce(held_until, scheduled_at, created_at) AS due_at, expires_at, routed
), counted AS (
    INSERT INTO gateway.stat_deltas (account_id, hour, minute, channel, vendor, status, result_code, count)
    SELECT account_id, date_trunc('hour', minute, 'UTC'), minute, channel, vendor, status, -1, count(*)
    FROM (SELECT account_id, date_trunc('minute', created_at, 'UTC') AS minute, channel, vendor, status FROM records) AS counted
    GROUP BY 1, 3, 4, 5, 6
)
INSERT INTO gateway.inflight_waiting (message_id, account_id, vendor, lane, state, due_at, expires_at, routed)
SELECT id, account_id, vendor, priority, @waiting, due_at, expires_at, routed FROM records
