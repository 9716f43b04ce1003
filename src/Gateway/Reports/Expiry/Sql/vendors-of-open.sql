-- The vendors that open messages belong to: one step in the index for each, however many messages there are.
WITH RECURSIVE found AS (
    (SELECT vendor FROM gateway.inflight ORDER BY vendor LIMIT 1)
    UNION ALL
    SELECT (SELECT i.vendor FROM gateway.inflight i WHERE i.vendor > f.vendor ORDER BY i.vendor LIMIT 1) FROM found f WHERE f.vendor IS NOT NULL
)
SELECT vendor FROM found WHERE vendor IS NOT NULL
