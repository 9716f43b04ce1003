SELECT row_count FROM gateway_handover WHERE handover_id = @id
