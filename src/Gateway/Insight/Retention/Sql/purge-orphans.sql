DELETE FROM gateway.orphan_reports
WHERE (vendor, message_id) IN (SELECT vendor, message_id FROM gateway.orphan_reports WHERE seen_at < @before LIMIT @limit)
