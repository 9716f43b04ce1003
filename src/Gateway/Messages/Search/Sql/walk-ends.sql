-- Messages with one of the seldom ends, by the events that told of them. A message that was corrected since is sorted out by its status.
SELECT found.id
FROM unnest(@firsts, @befores) AS range (first, before)
CROSS JOIN LATERAL (
    SELECT m.id
    FROM gateway.events e JOIN gateway.messages m ON m.id = e.message_id
    WHERE e.type IN ({EventType.MessageFailed}, {EventType.MessageExpired}, {EventType.MessageCanceled}) AND e.account_id = @account_id AND e.type = @type AND e.message_id >= range.first AND e.message_id < range.before
    {include Messages.Search.Sql.filters}
    ORDER BY e.message_id DESC LIMIT @limit
) AS found
LIMIT @limit
