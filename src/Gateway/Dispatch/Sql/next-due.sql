-- One step in the index of claims for each lane.
SELECT LEAST(
    (SELECT due_at FROM gateway.inflight WHERE vendor = @vendor AND lane = {Lane.High} AND state = {InflightState.Waiting} ORDER BY due_at LIMIT 1),
    (SELECT due_at FROM gateway.inflight WHERE vendor = @vendor AND lane = {Lane.Normal} AND state = {InflightState.Waiting} ORDER BY due_at LIMIT 1),
    (SELECT due_at FROM gateway.inflight WHERE vendor = @vendor AND lane = {Lane.Bulk} AND state = {InflightState.Waiting} ORDER BY due_at LIMIT 1))
