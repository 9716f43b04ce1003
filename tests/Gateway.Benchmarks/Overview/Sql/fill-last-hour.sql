-- A busy hour: each minute of the administrator's account with 3 vendors, 3 channels and 4 statuses.
INSERT INTO gateway.stat_minutes (account_id, minute, channel, vendor, status, result_code, count)
SELECT '00000000-0000-7000-8000-000000000001', date_trunc('minute', now(), 'UTC') - interval '1 minute' * n,
    channel, vendor, status, -1, 100
FROM generate_series(0, 59) AS n
CROSS JOIN generate_series(0, 2) AS channel
CROSS JOIN unnest(ARRAY['kshot', 'bizppurio', 'xroshot']) AS vendor
CROSS JOIN unnest(ARRAY[{MessageStatus.Accepted}, {MessageStatus.Queued}, {MessageStatus.Delivered}, {MessageStatus.Failed}]) AS status
