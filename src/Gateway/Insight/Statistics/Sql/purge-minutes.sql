DELETE FROM gateway.stat_minutes
WHERE ctid = ANY (ARRAY(SELECT ctid FROM gateway.stat_minutes WHERE minute < @before ORDER BY minute LIMIT @limit))
