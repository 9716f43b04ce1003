SELECT COALESCE(h.vendor, c.vendor), COALESCE(h.paused, false), COALESCE(h.status, {VendorStatus.Up}::smallint), h.reason, h.since, h.better_since, COALESCE(h.weight, 100::smallint), h.weight_at, COALESCE(h.downs, 0::smallint), h.down_at,
    h.unreachable_since, h.beats, COALESCE(h.queued, 0), h.oldest_queued_at, COALESCE(h.version, 0), c.taken_at, c.reported_at
FROM gateway.vendor_health h
FULL JOIN gateway.report_cursors c USING (vendor)
WHERE @vendor IS NULL OR vendor = @vendor
