-- Messages to one number: under the number itself and, when their contents were removed, under its hash.
SELECT found.id
FROM unnest(@recipients) AS one (recipient)
CROSS JOIN unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    SELECT m.id FROM gateway.messages m
    WHERE m.account_id = @account_id AND m.recipient = one.recipient AND m.id >= range.first AND m.id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY m.id DESC LIMIT @limit
) AS found
ORDER BY found.id DESC
LIMIT @limit
