-- In this transaction: how long to wait for another request with the same key.
SELECT set_config('lock_timeout', '500ms', true)
