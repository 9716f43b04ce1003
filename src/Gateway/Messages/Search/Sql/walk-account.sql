-- Messages of the account, in each of the ranges, the newest range first.
SELECT found.id
FROM unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    SELECT m.id FROM gateway.messages m
    WHERE m.account_id = @account_id AND m.id >= range.first AND m.id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY m.id DESC LIMIT @limit
) AS found
LIMIT @limit
