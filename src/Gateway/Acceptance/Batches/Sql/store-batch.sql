-- Adds to a batch, in the transaction of its messages. Touches no row when another upload with the same key was faster, or when the upload has ended or was closed.
INSERT INTO gateway.batches AS b (id, account_id, name, created_at, touched_at, uploaded_at, lines, lines_hash,
    accepted, rejected, repaired, errors, replacements, resend, held_until, made_by, pace_messages, pace_seconds)
VALUES (@id, @account_id, @name, @now, @now, @uploaded_at, @lines, @lines_hash,
    @accepted, @rejected, @repaired, @errors, @replacements, @resend, @held_until, @made_by, @pace_messages, @pace_seconds)
ON CONFLICT (id) DO UPDATE SET
    touched_at = excluded.touched_at,
    uploaded_at = excluded.uploaded_at,
    lines = excluded.lines,
    lines_hash = excluded.lines_hash,
    accepted = b.accepted + excluded.accepted,
    rejected = b.rejected + excluded.rejected,
    repaired = b.repaired + excluded.repaired,
    errors = excluded.errors,
    replacements = excluded.replacements,
    resend = excluded.resend
WHERE b.lines = @lines_before AND b.uploaded_at IS NULL
