-- Those of these messages whose rows shall still be sent.
SELECT message_id FROM gateway.inflight
WHERE message_id = ANY (@ids) AND vendor = @vendor AND state IN (1, 2) AND expires_at > @now AND cancel_requested_at IS NULL
