-- An Idempotency-Key counts for one method and path now. The keys of single messages stay as they are; those of JSON batches get their path, so that a batch
-- that is repeated after the upgrade is not sent twice. Their answers begin with their id; the answers of other routes are encrypted.
UPDATE gateway.idempotency_keys
SET key = key || E'\nPOST /v1/batches'
WHERE status = 202 AND substring(answer FROM 1 FOR 6) = convert_to('{"id":', 'UTF8') AND position(E'\n' IN key) = 0;
