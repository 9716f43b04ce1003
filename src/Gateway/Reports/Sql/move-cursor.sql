-- Also when the tables last showed something new: vendor health goes by it.
INSERT INTO gateway.report_cursors (vendor, position, updated_at, taken_at, reported_at)
VALUES (@vendor, @position, @now, CASE WHEN @taken THEN @now END, CASE WHEN @reported THEN @now END)
ON CONFLICT (vendor) DO UPDATE
SET position = GREATEST(report_cursors.position, EXCLUDED.position), updated_at = EXCLUDED.updated_at,
    taken_at = COALESCE(EXCLUDED.taken_at, report_cursors.taken_at), reported_at = COALESCE(EXCLUDED.reported_at, report_cursors.reported_at)
