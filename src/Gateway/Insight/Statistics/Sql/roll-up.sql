-- Folds a batch of changes into the hours, and what is young into the minutes. What is folded is gone from the changes in
-- the same statement, so a reader that adds both never counts twice.
WITH taken AS (
    DELETE FROM gateway.stat_deltas
    WHERE id IN (SELECT id FROM gateway.stat_deltas ORDER BY id LIMIT @limit FOR UPDATE SKIP LOCKED)
    RETURNING account_id, hour, minute, channel, vendor, status, result_code, count, cost
),
folded AS (
    INSERT INTO gateway.stats (account_id, hour, channel, vendor, status, result_code, count, cost)
    SELECT account_id, hour, channel, vendor, status, result_code, sum(count), sum(cost)
    FROM taken GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (account_id, hour, channel, vendor, status, result_code)
    DO UPDATE SET count = stats.count + EXCLUDED.count, cost = stats.cost + EXCLUDED.cost
),
by_minute AS (
    INSERT INTO gateway.stat_minutes (account_id, minute, channel, vendor, status, result_code, count, cost)
    SELECT account_id, minute, channel, vendor, status, result_code, sum(count), sum(cost)
    FROM taken WHERE minute >= @minutes_since GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (account_id, minute, channel, vendor, status, result_code)
    DO UPDATE SET count = stat_minutes.count + EXCLUDED.count, cost = stat_minutes.cost + EXCLUDED.cost
)
SELECT count(*)::integer FROM taken
