-- In the order of numbers: two requests with the same ones wait for each other instead of locking each other out.
INSERT INTO gateway.optouts (id, account_id, number, comment, created_at)
SELECT id, @account_id, number, comment, @now FROM unnest(@ids, @numbers, @comments) AS n (id, number, comment)
ORDER BY number
ON CONFLICT (account_id, number) DO NOTHING
