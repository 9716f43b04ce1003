-- Only when somebody looks, at most every few seconds.
SELECT vendor, count(*) FILTER (WHERE state < 2), count(*) FILTER (WHERE state >= 2)
FROM gateway.inflight
GROUP BY vendor
