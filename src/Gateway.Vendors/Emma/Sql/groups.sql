SELECT group_no, place FROM gateway_emma_groups WHERE handover_id = @handover
