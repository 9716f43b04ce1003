-- Nothing that the sender or the recipient wrote is left, and of the number only its hash.
UPDATE gateway.messages m
SET recipient = r.hash, recipient_name = NULL, subject = NULL, body = NULL, metadata = NULL, details = NULL, reply = NULL, content_removed_at = @now
FROM unnest(@ids, @hashes) AS r (id, hash)
WHERE m.id = r.id AND m.content_removed_at IS NULL
