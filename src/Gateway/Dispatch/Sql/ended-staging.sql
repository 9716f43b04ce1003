-- Files that other messages may join wait longer. A message with several files counts from the youngest.
SELECT s.vendor, s.message_id FROM gateway.staged_files s
WHERE NOT EXISTS (SELECT FROM gateway.inflight i WHERE i.message_id = s.message_id)
GROUP BY s.vendor, s.message_id
HAVING max(s.staged_at) < CASE WHEN s.vendor = ANY(@own) THEN @own_before ELSE @shared_before END
LIMIT @limit
