-- Messages of a batch that have not ended, the next page of them.
SELECT m.id FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
WHERE m.batch_id = @batch_id AND m.account_id = @account_id AND m.id > @after
ORDER BY m.id LIMIT @limit
