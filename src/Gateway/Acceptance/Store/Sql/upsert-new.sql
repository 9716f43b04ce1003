WITH new_keys AS (
    INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at)
    SELECT account_id, key, request_hash, @key_status, answer, @now
    FROM unnest(@key_accounts, @keys, @hashes, @answers) AS k (account_id, key, request_hash, answer)
    ORDER BY account_id, key
    ON CONFLICT (account_id, key) DO NOTHING
    RETURNING account_id, key
), records AS (
    INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, subject, body, priority, reference, metadata, sub_id, billing_id, details, created_at, scheduled_at, expires_at, status, routed, purpose, held_until, falls_back, trace)
    SELECT id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, subject, body, priority, reference, metadata, sub_id, billing_id, details, created_at, scheduled_at, expires_at, status, routed, purpose, held_until, falls_back, trace
    FROM unnest(@message_keys, @id, @account_id, @batch_id, @channel, @vendor, @sender, @recipient, @recipient_name, @subject, @body, @priority, @reference, @metadata, @sub_id, @billing_id, @details, @created_at, @scheduled_at, @expires_at, @status, @routed, @purpose, @held_until, @falls_back, @trace)
        AS m (message_key, id, account_id, batch_id, channel, vendor, sender, recipient, recipient_name, subject, body, priority, reference, metadata, sub_id, billing_id, details, created_at, scheduled_at, expires_at, status, routed, purpose, held_until, falls_back, trace)
    WHERE message_key IS NULL OR (account_id, message_key) IN (SELECT account_id, key FROM new_keys)
    RETURNING id, account_id, vendor, priority, coalesce(held_until, scheduled_at, created_at) AS due_at, expires_at, routed
), work AS (
    INSERT INTO gateway.inflight_waiting (message_id, account_id, vendor, lane, state, due_at, expires_at, routed)
    SELECT id, account_id, vendor, priority, @waiting, due_at, expires_at, routed FROM records
)
SELECT account_id, key
FROM unnest(@key_accounts, @keys) AS k (account_id, key)
WHERE (account_id, key) NOT IN (SELECT account_id, key FROM new_keys)
