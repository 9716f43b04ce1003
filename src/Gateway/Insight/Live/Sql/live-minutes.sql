-- The last hour by the minute of acceptance, in one snapshot.
SELECT minute, status, sum(count)::bigint
FROM (
    SELECT minute, status, count FROM gateway.stat_minutes
    WHERE minute >= @from AND (@account_id IS NULL OR account_id = @account_id)
    UNION ALL
    SELECT minute, status, count FROM gateway.stat_deltas
    WHERE minute >= @from AND (@account_id IS NULL OR account_id = @account_id)
) AS counted
GROUP BY 1, 2
HAVING sum(count) > 0
