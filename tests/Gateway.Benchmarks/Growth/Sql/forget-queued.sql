-- No agent takes them, so each would be asked for at its vendor until it expires, in the windows of other paths.
DELETE FROM gateway.inflight WHERE state = {InflightState.Queued}
