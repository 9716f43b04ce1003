SELECT sum(calls)::bigint, text
FROM (
    SELECT s.calls, left(regexp_replace(trim(s.query), '\s+', ' ', 'g'), 100) AS text
    FROM pg_stat_statements s
    JOIN pg_database d ON d.oid = s.dbid
    WHERE d.datname = @name
) AS counted
GROUP BY text
ORDER BY 1 DESC, text
