-- The trace of the request that a message came with: trace id, span id and flags, where it is recorded.
ALTER TABLE gateway.messages ADD COLUMN trace bytea;
