-- A request to one recipient is no batch: its batch id is its message's id. So the index of batches holds batches alone, and a new message of its own does not pay for it.
CREATE INDEX messages_of_batch ON gateway.messages (batch_id, id) WHERE batch_id <> id;
DROP INDEX gateway.messages_batch_id;
