-- Only when somebody looks, at most every few seconds.
SELECT vendor, count(*) FILTER (WHERE state < {InflightState.Queued}), count(*) FILTER (WHERE state >= {InflightState.Queued})
FROM gateway.inflight
GROUP BY vendor
