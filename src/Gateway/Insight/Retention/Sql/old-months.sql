-- Months that were over before a moment, oldest first; messages before events, which tell of them.
SELECT p.relname, right(c.relname, 6)
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid
JOIN pg_class p ON p.oid = i.inhparent
WHERE p.relnamespace = 'gateway'::regnamespace AND p.relname IN ('messages', 'events') AND c.relname ~ '_\d{6}$'
    AND (make_timestamp(left(right(c.relname, 6), 4)::int, right(c.relname, 2)::int, 1, 0, 0, 0) + interval '1 month') AT TIME ZONE 'UTC' <= @before
ORDER BY 2, p.relname DESC
