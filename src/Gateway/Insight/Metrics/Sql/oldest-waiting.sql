-- What waits longest in each lane of each vendor, of what is due: one look at the beginning of an index for each.
SELECT v.vendor, l.lane::smallint, (
    SELECT due_at FROM gateway.inflight i WHERE i.vendor = v.vendor AND i.lane = l.lane AND i.state = {InflightState.Waiting} AND i.due_at <= @now ORDER BY i.due_at, i.message_id LIMIT 1)
FROM unnest(@vendors) AS v (vendor), generate_series({Lane.High}, {Lane.Bulk}) AS l (lane)
