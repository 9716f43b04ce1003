-- For a connection that only stores new messages. How long it waits for another request with the same key: all that has gathered waits along.
SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('lock_timeout', '500ms', false)
