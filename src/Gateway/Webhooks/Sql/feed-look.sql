-- Whose events have become visible since a moment, and the moment of this look. The order makes the planner walk the
-- index on tx, also where it knows nothing of the newest numbers. A look that finds @most may not have found all.
WITH fresh AS (
    (SELECT account_id FROM gateway.events WHERE tx >= @next ORDER BY tx LIMIT @most)
    UNION ALL
    (SELECT account_id FROM gateway.events WHERE tx = ANY (@running) LIMIT @most)
)
SELECT pg_snapshot_xmax(s) AS next, ARRAY(SELECT xid FROM pg_snapshot_xip(s) AS xid ORDER BY xid) AS running,
    ARRAY(SELECT DISTINCT account_id FROM fresh) AS accounts, (SELECT count(*) FROM fresh) AS found
FROM pg_current_snapshot() AS s
