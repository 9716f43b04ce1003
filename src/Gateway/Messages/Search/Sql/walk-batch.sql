-- Messages of one batch; or the one message of a request of its own, whose batch id is its own id.
SELECT found.id
FROM unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    (SELECT m.id FROM gateway.messages m
    WHERE m.account_id = @account_id AND m.batch_id = @batch_id AND m.batch_id <> m.id AND m.id >= range.first AND m.id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY m.id DESC LIMIT @limit)
    UNION ALL
    (SELECT m.id FROM gateway.messages m
    WHERE m.account_id = @account_id AND m.id = @batch_id AND m.id >= range.first AND m.id < range.before
    {include Messages.Search.Sql.filters}
    )
) AS found
ORDER BY found.id DESC
LIMIT @limit
