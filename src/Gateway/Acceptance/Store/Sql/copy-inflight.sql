COPY gateway.inflight_waiting (message_id, account_id, vendor, lane, state, due_at, expires_at, routed) FROM STDIN (FORMAT BINARY)
