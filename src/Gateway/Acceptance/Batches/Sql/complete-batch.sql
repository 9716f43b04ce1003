-- The row decides who completes the batch, so there is one event, whoever else tries.
WITH completed AS (
    UPDATE gateway.batches SET completed_at = @now, counts = @counts
    WHERE id = @id AND completed_at IS NULL AND uploaded_at IS NOT NULL
    RETURNING account_id
)
INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
SELECT gateway.new_id(@now), account_id, @type, @now, @data FROM completed
