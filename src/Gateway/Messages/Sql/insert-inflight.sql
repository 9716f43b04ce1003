INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at)
SELECT * FROM unnest(@message_id, @account_id, @vendor, @lane, @state, @due_at, @expires_at)
