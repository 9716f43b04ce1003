-- Somebody wants the message back whose row lies in a vendor's queue. Written before the row is withdrawn, so that a process that dies between the two leaves a trace.
ALTER TABLE gateway.inflight ADD COLUMN cancel_requested_at timestamptz;
CREATE INDEX inflight_cancel ON gateway.inflight (vendor, cancel_requested_at) WHERE cancel_requested_at IS NOT NULL;
CREATE INDEX messages_batch ON gateway.messages (batch_id);
CREATE INDEX messages_reference ON gateway.messages (account_id, reference, id) WHERE reference IS NOT NULL;
