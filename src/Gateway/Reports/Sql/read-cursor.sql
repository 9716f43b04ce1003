-- How far the scan has come, and whether any message of the vendor is open: then results can come at any moment.
SELECT (SELECT position FROM gateway.report_cursors WHERE vendor = @vendor), EXISTS (SELECT FROM gateway.inflight WHERE vendor = @vendor AND state >= {InflightState.Claimed})
