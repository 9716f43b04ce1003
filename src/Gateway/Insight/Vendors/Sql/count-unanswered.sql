-- For the question whether results stay away. Not on any hot path: it runs a few times a minute.
SELECT count(*) FROM (SELECT FROM gateway.inflight WHERE vendor = @vendor AND state = {InflightState.Sending} AND sent_at < @before LIMIT @many) AS unanswered
