-- What waits and what is in flight, by account. Only while somebody looks on, and the more seldom the longer it takes.
SELECT account_id, vendor, lane, count(*) FILTER (WHERE state < {InflightState.Queued}) AS waiting,
    count(*) FILTER (WHERE state >= {InflightState.Queued}) AS in_flight
FROM gateway.inflight
GROUP BY 1, 2, 3
