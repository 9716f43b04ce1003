-- Messages that are, or were, in a vendor's queue and have not ended.
SELECT found.id
FROM unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    SELECT m.id
    FROM gateway.inflight w JOIN gateway.messages m ON m.id = w.message_id
    WHERE w.queued_at IS NOT NULL AND w.account_id = @account_id AND w.message_id >= range.first AND w.message_id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY w.message_id DESC LIMIT @limit
) AS found
LIMIT @limit
