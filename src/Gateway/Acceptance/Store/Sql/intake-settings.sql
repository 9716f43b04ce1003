-- For a connection that only stores new messages, or (@local) for one transaction. Arrays of one message look cheap enough to the planner to plan anew each time, which costs more than the statement. The
-- other is how long to wait for another request with the same key: all that has gathered waits along.
SELECT set_config('plan_cache_mode', 'force_generic_plan', @local), set_config('lock_timeout', '500ms', @local)
