-- Messages that were sent again, each at most once: the key decides between two that try at the same time. Kept as
-- long as the message, so that nobody can send it again once more.
CREATE TABLE gateway.resends (
    message_id uuid NOT NULL PRIMARY KEY,
    batch_id   uuid NOT NULL,
    resent_as  uuid NOT NULL
);

-- The batch that a batch sends again, and how far that has come.
ALTER TABLE gateway.batches ADD COLUMN resend_of uuid, ADD COLUMN resend jsonb;

-- A resend's key stands in its batch as it stands among all keys, with its route.
CREATE OR REPLACE FUNCTION gateway.key_of_upload(key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN position(E'\nPOST ' IN key) > 0 THEN key
        ELSE split_part(key, E'\n', 1) || E'\nPOST /v1/batches' || substring(key FROM length(split_part(key, E'\n', 1)) + 1)
    END
$$;
