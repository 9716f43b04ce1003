-- For the look that follows in this transaction: planned anew each time, it would cost more than all that it reads.
SELECT set_config('plan_cache_mode', 'force_generic_plan', true)
