-- Messages with a reference that have not ended, the next page of them; with a test key its test messages alone.
SELECT m.id FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id
WHERE m.reference = @reference AND m.account_id = @account_id AND m.id > @after AND (@only_vendor IS NULL OR m.vendor = @only_vendor)
ORDER BY m.id LIMIT @limit
