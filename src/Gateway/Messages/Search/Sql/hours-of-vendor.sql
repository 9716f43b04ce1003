-- The newest hours in which an account's messages went to a vendor. What is not folded yet has no index and needs none.
SELECT hour
FROM (
    (SELECT DISTINCT s.hour FROM gateway.stats s
    WHERE s.account_id = @account_id AND s.vendor = @vendor AND s.hour >= @from AND s.hour < @before AND s.count > 0 AND (@status IS NULL OR s.status = @status)
    ORDER BY s.hour DESC LIMIT @most)
    UNION
    SELECT d.hour FROM gateway.stat_deltas d
    WHERE d.account_id = @account_id AND d.hour >= @from AND d.hour < @before AND d.count > 0
        AND (@channel IS NULL OR d.channel = @channel) AND (@vendor IS NULL OR d.vendor = @vendor) AND (@status IS NULL OR d.status = @status)
) AS hours
ORDER BY hour DESC
LIMIT @most
