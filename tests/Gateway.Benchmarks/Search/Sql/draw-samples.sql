-- Messages of the account from moments all over the time, to search for what they have.
SELECT m.recipient, COALESCE(m.reference, ''), m.batch_id, m.created_at
FROM (SELECT @from::timestamptz + (@to::timestamptz - @from::timestamptz) * random() AS at FROM generate_series(1, @count)) AS moment
CROSS JOIN LATERAL (
    SELECT recipient, reference, batch_id, created_at FROM gateway.messages
    WHERE account_id = @account AND id >= gateway.first_id(moment.at) AND reference IS NOT NULL ORDER BY id LIMIT 1
) AS m
