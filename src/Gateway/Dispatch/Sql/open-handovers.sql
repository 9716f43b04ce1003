-- So many of each vendor: the doubts of one whose database is away may be many, and stay.
SELECT id, vendor
FROM (SELECT id, vendor, claimed_at, row_number() OVER (PARTITION BY vendor ORDER BY claimed_at) AS place FROM gateway.handovers WHERE state = {HandoverState.Open} AND claimed_at <= @before) AS open
WHERE place <= @limit
ORDER BY claimed_at
