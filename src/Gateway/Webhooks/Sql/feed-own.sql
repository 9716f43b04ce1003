-- A transaction number for the reader itself, in a transaction that leaves a mark in the write-ahead log: its commit is
-- waited for as every other is.
SELECT pg_current_xact_id() FROM pg_logical_emit_message(true, 'gateway.feed', '')
