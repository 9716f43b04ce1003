INSERT INTO gateway_handover (handover_id, row_count, entered_at) VALUES (@id, @rows, @now)
