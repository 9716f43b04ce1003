-- The statistics as the switched off triggers would have made them: a search reads them.
INSERT INTO gateway.stats (account_id, hour, channel, vendor, status, result_code, count)
SELECT account_id, date_trunc('hour', created_at, 'UTC'), channel, vendor, status, COALESCE(result_code, -1), count(*) FROM gateway.messages GROUP BY 1, 2, 3, 4, 5, 6
