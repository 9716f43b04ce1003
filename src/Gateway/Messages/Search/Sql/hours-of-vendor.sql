-- The newest hours in which an account's messages went to a vendor. What is not folded yet has no index and needs none.
SELECT hour
FROM (
    (SELECT DISTINCT s.hour FROM gateway.stats s
    WHERE s.account_id = @account_id AND s.vendor = @vendor AND s.hour >= @from AND s.hour < @before AND s.count > 0 AND (@ends IS NULL OR s.status = ANY (@ends))
    ORDER BY s.hour DESC LIMIT @most)
    UNION
    {include Messages.Search.Sql.unfolded}
) AS hours
ORDER BY hour DESC
LIMIT @most
