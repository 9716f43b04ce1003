-- Keys keep what they have: those that were made before the scope existed see numbers and names as ever.
UPDATE gateway.api_keys SET scopes = array_append(scopes, 'messages:read-pii') WHERE 'messages:read-pii' <> ALL (scopes);

-- Endpoints whose address a key without that scope has set are told what it may see.
ALTER TABLE gateway.webhooks ADD COLUMN masked boolean NOT NULL DEFAULT false;
