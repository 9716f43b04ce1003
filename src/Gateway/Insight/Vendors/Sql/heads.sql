SELECT handover_id FROM gateway.inflight WHERE message_id = ANY (@ids) AND vendor = @vendor AND state <> {InflightState.Waiting} AND state <> {InflightState.Sending} AND handover_id IS NOT NULL
