-- Waiting messages before the first lane and behind the last: two steps in the index of claims for each vendor, however
-- many wait. Each gets the lane of its record, or the usual one.
WITH lost AS (
    SELECT found.message_id FROM unnest(@vendors) AS v (vendor)
    CROSS JOIN LATERAL (
        (SELECT message_id FROM gateway.inflight_waiting WHERE vendor = v.vendor AND lane < @first ORDER BY lane LIMIT @limit)
        UNION ALL
        (SELECT message_id FROM gateway.inflight_waiting WHERE vendor = v.vendor AND lane > @last ORDER BY lane LIMIT @limit)
    ) AS found
)
UPDATE gateway.inflight_waiting i SET lane = CASE WHEN m.priority BETWEEN @first AND @last THEN m.priority ELSE @usual END
FROM lost l JOIN gateway.messages m ON m.id = l.message_id
WHERE i.message_id = l.message_id AND NOT i.lane BETWEEN @first AND @last
RETURNING i.message_id
