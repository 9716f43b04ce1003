SELECT min(claimed_at) FROM gateway.handovers WHERE state = {HandoverState.Open}
