-- Whether the state database can be written, and the oldest lock of somebody on a table that each request needs. A lock
-- that waits counts as well: everybody who comes after it waits behind it. What others do is only seen in part without
-- pg_read_all_stats: then a lock counts when somebody waits for it. All of them are strong ones: the gateway's own
-- statements take none of these modes for long.
SELECT current_setting('transaction_read_only') = 'on' AS read_only, held.*
FROM (VALUES (1)) AS one (n)
LEFT JOIN LATERAL (
    SELECT format('%I.%I', n.nspname, c.relname) AS locked, l.pid, l.granted, a.usename AS owner, a.application_name AS program,
        extract(epoch FROM clock_timestamp() - began.at)::integer AS seconds
    FROM pg_locks l
    JOIN pg_class c ON c.oid = l.relation
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
    LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    CROSS JOIN LATERAL (SELECT CASE WHEN l.granted THEN a.xact_start ELSE a.query_start END) AS began (at)
    WHERE l.locktype = 'relation'
        AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        AND n.nspname = 'gateway'
        AND (c.relname IN ('messages', 'inflight', 'inflight_waiting', 'inflight_open', 'idempotency_keys', 'events', 'accounts', 'api_keys')
            OR c.relname = 'messages_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMM'))
        AND coalesce(a.backend_type, 'client backend') = 'client backend'
        AND CASE
            WHEN began.at IS NULL THEN EXISTS (
                SELECT FROM pg_locks w WHERE NOT w.granted AND w.relation = l.relation AND w.database = l.database)
            ELSE clock_timestamp() - began.at >= @since
        END
    ORDER BY began.at NULLS LAST, l.granted DESC
    LIMIT 1
) AS held ON true
