DELETE FROM gateway_handover WHERE entered_at < @before
