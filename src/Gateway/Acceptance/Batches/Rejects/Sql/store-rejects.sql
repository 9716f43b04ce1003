INSERT INTO gateway.rejected_lines (batch_id, first_line, content, sealed)
VALUES (@batch_id, @first_line, @content, @sealed)
