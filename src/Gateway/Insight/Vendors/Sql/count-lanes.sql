-- Only when somebody looks, at most every few seconds.
SELECT vendor, lane, count(*) FILTER (WHERE state < {InflightState.Queued}) AS waiting,
    count(*) FILTER (WHERE state >= {InflightState.Queued}) AS in_flight
FROM gateway.inflight
GROUP BY vendor, lane
