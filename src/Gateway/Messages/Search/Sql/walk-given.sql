-- Those of the messages @ids that are asked for.
SELECT m.id FROM unnest(@firsts, @befores) AS range (first, before), gateway.messages m
WHERE m.id = ANY (@ids) AND m.id >= range.first AND m.id < range.before
{include Messages.Search.Sql.filters}
ORDER BY m.id DESC
LIMIT @limit
