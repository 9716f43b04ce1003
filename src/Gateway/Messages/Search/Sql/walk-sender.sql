-- Messages from one sender number.
SELECT found.id
FROM unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    SELECT m.id FROM gateway.messages m
    WHERE m.account_id = @account_id AND m.sender = @sender AND m.id >= range.first AND m.id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY m.id DESC LIMIT @limit
) AS found
LIMIT @limit
