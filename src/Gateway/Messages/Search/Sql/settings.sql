-- For one search alone. Its statements say which index they walk; what the planner makes of values that it does not know, of months that are empty, or of a million rows since its last statistics
-- must not change that.
SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_incremental_sort', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_hashagg', 'off', true), set_config('enable_material', 'off', true), set_config('jit', 'off', true)
