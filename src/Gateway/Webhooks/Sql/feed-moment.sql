SELECT pg_snapshot_xmax(s), ARRAY(SELECT xid FROM pg_snapshot_xip(s) AS xid ORDER BY xid), (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM gateway.events_seq_seq)
FROM pg_current_snapshot() AS s
