-- The batch's row decides between a release and a cancel, and between two releases: whoever comes second finds it done.
UPDATE gateway.batches SET released_at = @now, releasing = true
WHERE id = @id AND account_id = @account_id AND held_until > @now AND uploaded_at IS NOT NULL
    AND released_at IS NULL AND canceled_at IS NULL
    AND (NOT @second_person OR made_by IS DISTINCT FROM @key_id)
