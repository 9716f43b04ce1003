-- From now on nothing is added to the batch, and nothing of it is released.
UPDATE gateway.batches SET canceled_at = COALESCE(canceled_at, @now), uploaded_at = COALESCE(uploaded_at, @now), releasing = false
WHERE id = @id AND account_id = @account_id AND completed_at IS NULL
