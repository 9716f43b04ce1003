-- Messages of a batch that have not ended. Fallbacks belong to the messages that they follow.
SELECT (SELECT count(*) FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
    WHERE m.batch_id = @batch_id AND m.batch_id <> m.id AND m.account_id = @account_id AND m.fallback_of IS NULL)
    + (SELECT count(*) FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
    WHERE m.id = @batch_id AND m.batch_id = m.id AND m.account_id = @account_id AND m.fallback_of IS NULL)
