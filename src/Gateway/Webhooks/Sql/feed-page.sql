-- The next events of one account, by number, that are visible at the second moment and were not at the first. Looks at no more than @scan events, so that a
-- filter which matches little costs little: the first columns say how far it looked.
WITH looked_at AS MATERIALIZED (
    SELECT id, seq, type, COALESCE(tx, '0'::xid8) AS tx
    FROM gateway.events
    WHERE account_id = @account_id AND seq > @after AND seq <= @last
    ORDER BY seq
    LIMIT @scan
),
page AS (
    SELECT id, seq FROM looked_at
    WHERE (@mask & (1::bigint << type)) <> 0
        AND tx < @until_next AND tx <> ALL (@until_running)
        AND NOT (tx < @read_next AND tx <> ALL (@read_running))
    ORDER BY seq
    LIMIT @limit
)
SELECT scanned.count AS scanned, scanned.last, page.id, page.seq
FROM (SELECT count(*) AS count, max(seq) AS last FROM looked_at) AS scanned
LEFT JOIN page ON true
ORDER BY page.seq
