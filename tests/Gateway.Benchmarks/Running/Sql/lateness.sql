-- How long after its time each lane's messages were in the queue table, in milliseconds; the last row is for all of them.
SELECT COALESCE(lane, -1),
    1000 * extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY queued_at - due_at)),
    1000 * extract(epoch FROM percentile_disc(0.99) WITHIN GROUP (ORDER BY queued_at - due_at)),
    1000 * extract(epoch FROM max(queued_at - due_at))
FROM gateway.inflight WHERE vendor = @vendor AND state >= {InflightState.Queued} AND (message_id = ANY (@ids)) = @among
GROUP BY GROUPING SETS ((lane), ()) ORDER BY 1
