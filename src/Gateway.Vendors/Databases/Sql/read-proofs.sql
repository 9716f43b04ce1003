SELECT handover_id FROM gateway_handover WHERE handover_id IN ({list})
