-- Lines that were never messages, of uploads that ended (or broke off) so long ago that their contents are due.
DELETE FROM gateway.rejected_lines r USING (
    SELECT l.batch_id, l.first_line FROM gateway.rejected_lines l JOIN gateway.batches b ON b.id = l.batch_id
    WHERE l.batch_id < gateway.first_id(@before) AND b.touched_at < @before
    ORDER BY l.batch_id, l.first_line
    LIMIT @limit
) due
WHERE r.batch_id = due.batch_id AND r.first_line = due.first_line
