-- Notes how far an account was told of, and tells it of each step, in the transaction that has taken the messages: the
-- counter's row is locked by it, so each step is told once on all nodes.
WITH step AS (
    SELECT * FROM unnest(@percents, @data) AS s (percent, data)
),
noted AS (
    UPDATE gateway.quota_usage SET told = (SELECT max(percent) FROM step)
    WHERE account_id = @account_id AND period = @period
)
INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
SELECT gateway.new_id(@now), @account_id, {EventType.QuotaReached}, @now, data::jsonb FROM step ORDER BY percent
