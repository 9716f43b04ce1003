SELECT COUNT(*) FROM (SELECT 1 AS one FROM {queue} WHERE state = 0 LIMIT @limit) AS waiting
