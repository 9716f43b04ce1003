SELECT handover_id FROM gateway.inflight WHERE message_id = ANY (@ids) AND vendor = @vendor AND state <> 0 AND state <> 3 AND handover_id IS NOT NULL
