-- Vendors that have an open message.
SELECT v.name FROM unnest(@collected) AS v (name)
WHERE EXISTS (SELECT FROM gateway.inflight WHERE vendor = v.name AND state >= {InflightState.Claimed})
