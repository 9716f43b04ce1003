-- Those of these messages whose rows shall still be sent.
SELECT message_id FROM gateway.inflight
WHERE message_id = ANY (@ids) AND vendor = @vendor AND state IN ({InflightState.Claimed}, {InflightState.Queued}) AND expires_at > @now AND cancel_requested_at IS NULL
