-- Sums of what is folded and what is not yet, in one snapshot. What a node of an earlier build has accepted during an
-- upgrade has no minute, so its end alone would count less than nothing.
SELECT minute AS start,
    CASE WHEN @by_account THEN account_id END AS account_id,
    CASE WHEN @by_channel THEN channel END AS channel,
    CASE WHEN @by_vendor THEN vendor END AS vendor,
    CASE WHEN @by_status THEN status END AS status,
    CASE WHEN @by_code THEN result_code END AS code,
    sum(count)::bigint AS count,
    sum(cost) AS cost
FROM (
    SELECT account_id, minute, channel, vendor, status, result_code, count, cost FROM gateway.stat_minutes
    WHERE minute >= @from AND minute < @to AND (@all_accounts OR account_id = @account_id)
    UNION ALL
    SELECT account_id, minute, channel, vendor, status, result_code, count, cost FROM gateway.stat_deltas
    WHERE minute >= @from AND minute < @to AND (@all_accounts OR account_id = @account_id)
) AS counted
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(count) > 0
ORDER BY 1, 2, 3, 4, 5, 6
LIMIT @most
