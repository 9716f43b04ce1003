-- Vendors for which a message is due. A look in the index of claims for each lane.
SELECT v.name FROM unnest(@vendors) AS v (name)
WHERE EXISTS (SELECT FROM gateway.inflight WHERE vendor = v.name AND lane = {Lane.High} AND state = {InflightState.Waiting} AND due_at <= @now)
    OR EXISTS (SELECT FROM gateway.inflight WHERE vendor = v.name AND lane = {Lane.Normal} AND state = {InflightState.Waiting} AND due_at <= @now)
    OR EXISTS (SELECT FROM gateway.inflight WHERE vendor = v.name AND lane = {Lane.Bulk} AND state = {InflightState.Waiting} AND due_at <= @now)
