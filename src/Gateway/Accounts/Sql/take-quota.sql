-- Adds to the counters that have room. The caller keeps it only when all of them had.
WITH wanted AS (
    SELECT period, quota FROM unnest(@periods, @quotas) AS p (period, quota) WHERE @messages <= quota ORDER BY period
)
INSERT INTO gateway.quota_usage (account_id, period, used)
SELECT @account_id, period, @messages FROM wanted
ON CONFLICT (account_id, period) DO UPDATE SET used = quota_usage.used + @messages
    WHERE quota_usage.used + @messages <= (SELECT quota FROM wanted w WHERE w.period = EXCLUDED.period)
RETURNING period, used, told
