SELECT COALESCE(h.vendor, c.vendor) AS vendor, COALESCE(h.paused, false) AS paused,
    COALESCE(h.status, {VendorStatus.Up}::smallint) AS status, h.reason, h.since, h.better_since,
    COALESCE(h.weight, 100::smallint) AS weight, h.weight_at, COALESCE(h.downs, 0::smallint) AS downs, h.down_at,
    h.unreachable_since, h.beats, COALESCE(h.queued, 0) AS queued, h.oldest_queued_at,
    COALESCE(h.version, 0) AS version, c.taken_at, c.reported_at
FROM gateway.vendor_health h
FULL JOIN gateway.report_cursors c USING (vendor)
WHERE @vendor IS NULL OR vendor = @vendor
