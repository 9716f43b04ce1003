-- Messages that wait in the gateway, out of everybody's work: for accounts of which much waits.
SELECT found.id
FROM unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    SELECT m.id
    FROM gateway.inflight w JOIN gateway.messages m ON m.id = w.message_id
    WHERE w.account_id = @account_id AND w.queued_at IS NULL AND w.message_id >= range.first AND w.message_id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY w.message_id DESC LIMIT @limit
) AS found
LIMIT @limit
