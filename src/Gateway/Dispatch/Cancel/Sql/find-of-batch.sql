-- Messages of a batch that have not ended, the next page of them; or the one message of a request of its own.
SELECT found.id
FROM (
    (SELECT m.id FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
    WHERE m.batch_id = @batch_id AND m.batch_id <> m.id AND m.account_id = @account_id AND m.id > @after AND (@only_vendor IS NULL OR m.vendor = @only_vendor)
    ORDER BY m.id LIMIT @limit)
    UNION ALL
    (SELECT m.id FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
    WHERE m.id = @batch_id AND m.batch_id = m.id AND m.account_id = @account_id AND m.id > @after AND (@only_vendor IS NULL OR m.vendor = @only_vendor))
) AS found
ORDER BY found.id LIMIT @limit
