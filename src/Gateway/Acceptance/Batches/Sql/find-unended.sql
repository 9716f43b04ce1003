-- The newest message of the batch that has not ended, or whose fallback is still to be decided. It tends to end last, so the batch is seldom searched again.
WITH unended AS MATERIALIZED (
    SELECT m.id FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id WHERE m.batch_id = @id AND m.batch_id <> m.id
    UNION ALL
    SELECT m.id FROM gateway.messages m JOIN gateway.due_fallbacks d ON d.message_id = m.id WHERE m.batch_id = @id AND m.batch_id <> m.id
), newest AS (
    SELECT id FROM unended ORDER BY id DESC LIMIT 1
)
UPDATE gateway.batches SET waits_for = newest.id FROM newest WHERE batches.id = @id
