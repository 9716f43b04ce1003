-- What happened in some seconds, by account: -1 is a message that was accepted, else the type of the event. The newest
-- @most of each, so that the first look back costs no more at any load.
SELECT account_id, second, kind, count(*) AS count
FROM (
    (
        SELECT account_id, date_trunc('second', gateway.id_time(id)) AS second, (-1)::smallint AS kind
        FROM gateway.messages
        WHERE id >= gateway.first_id(@from) AND id < gateway.first_id(@to)
        ORDER BY id DESC
        LIMIT @most
    )
    UNION ALL
    (
        SELECT account_id, date_trunc('second', gateway.id_time(id)), type
        FROM gateway.events
        WHERE id >= gateway.first_id(@from) AND id < gateway.first_id(@to)
        ORDER BY id DESC
        LIMIT @most
    )
) AS happened
WHERE kind <= {EventType.MessageCanceled}
GROUP BY 1, 2, 3
