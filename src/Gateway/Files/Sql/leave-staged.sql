-- Where another message needs the file too, these leave it to that one. The paths that are left serve nobody else: their rows go when the files have.
WITH mine AS (
    SELECT message_id, path FROM gateway.staged_files WHERE vendor = @vendor AND message_id = ANY(@message_ids)
),
needed AS (
    DELETE FROM gateway.staged_files s USING mine
    WHERE s.vendor = @vendor AND s.message_id = mine.message_id AND s.path = mine.path
      AND EXISTS (SELECT FROM gateway.staged_files other WHERE other.vendor = @vendor AND other.path = s.path AND other.message_id <> ALL(@message_ids))
    RETURNING s.path
)
SELECT DISTINCT path FROM mine WHERE NOT EXISTS (SELECT FROM needed WHERE needed.path = mine.path)
