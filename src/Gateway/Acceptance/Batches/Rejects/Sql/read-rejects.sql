-- The next rejected lines of a batch. A chunk at a time, so that a file of any length takes little memory and no
-- statement runs for long.
SELECT first_line, content, sealed FROM gateway.rejected_lines
WHERE batch_id = @batch_id AND first_line > @after
ORDER BY first_line
LIMIT 1
