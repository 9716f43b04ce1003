-- A sample for people, and for the question whether results stay away. Not on any hot path: it runs a few times a minute.
SELECT
    (SELECT count(*) FROM gateway.inflight_waiting WHERE vendor = @vendor) + (SELECT count(*) FROM gateway.inflight_open WHERE vendor = @vendor AND state < 2),
    (SELECT count(*) FROM gateway.inflight WHERE vendor = @vendor AND state >= 2),
    (SELECT count(*) FROM (SELECT FROM gateway.inflight WHERE vendor = @vendor AND state = 3 AND sent_at < @before LIMIT @many) AS unanswered)
