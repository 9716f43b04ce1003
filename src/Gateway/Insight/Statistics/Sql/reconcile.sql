-- What was accepted for each vendor and day, and where it is now. The ends are counted by the statistics, what waits by the work itself: where both are right, nothing is left over.
WITH counted AS (
    SELECT date_trunc('day', hour, @zone) AS day, vendor,
        sum(count) AS accepted,
        sum(count) FILTER (WHERE status = @canceled OR (status = @expired AND result_code = @submit_expired)) AS withdrawn,
        sum(count) FILTER (WHERE status IN (@delivered, @failed)) AS reported,
        sum(count) FILTER (WHERE status = @expired AND result_code <> @submit_expired) AS expired
    FROM (
        SELECT hour, vendor, status, result_code, count FROM gateway.stats WHERE hour >= @from AND hour < @to
        UNION ALL
        SELECT hour, vendor, status, result_code, count FROM gateway.stat_deltas WHERE hour >= @from AND hour < @to
    ) AS counts
    GROUP BY 1, 2
),
waiting AS (
    SELECT date_trunc('day', gateway.id_time(message_id), @zone) AS day, vendor, count(*) AS waiting
    FROM gateway.inflight
    WHERE message_id >= gateway.first_id(@from) AND message_id < gateway.first_id(@to)
    GROUP BY 1, 2
)
SELECT c.day, c.vendor, c.accepted::bigint, COALESCE(c.withdrawn, 0)::bigint AS withdrawn,
    COALESCE(w.waiting, 0)::bigint AS waiting, COALESCE(c.reported, 0)::bigint AS reported,
    COALESCE(c.expired, 0)::bigint AS expired
FROM counted c LEFT JOIN waiting w USING (day, vendor)
WHERE c.accepted <> 0 AND (@vendor IS NULL OR c.vendor = @vendor)
ORDER BY 1, 2
