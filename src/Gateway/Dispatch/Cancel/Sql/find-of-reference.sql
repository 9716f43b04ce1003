-- Messages with a reference that have not ended, the next page of them.
SELECT m.id FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
WHERE m.reference = @reference AND m.account_id = @account_id AND m.id > @after
ORDER BY m.id LIMIT @limit
