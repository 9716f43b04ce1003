-- An upload's Idempotency-Key stood in its batch alone, where nobody looked who sent a JSON batch: the same key was
-- carried out twice. It stands among all keys now, so that one unique index decides, and in its
-- batch too, where a repeated upload finds what it goes on behind (and where nodes of the version before look). Such a
-- key has no hash, because an upload is compared line by line; its answer is the batch's id.
-- The key of an upload among all keys: method and path are part of it, behind what the client said.
CREATE FUNCTION gateway.key_of_upload(key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT split_part(key, E'\n', 1) || E'\nPOST /v1/batches' || substring(key FROM length(split_part(key, E'\n', 1)) + 1)
$$;

-- Where a key was used for both before, both were carried out, and both are still answered.
INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at)
SELECT account_id, gateway.key_of_upload(idempotency_key), '', 202, uuid_send(id), created_at FROM gateway.batches WHERE idempotency_key IS NOT NULL
ON CONFLICT (account_id, key) DO NOTHING;
