-- Gives all that waits for a vendor one time.
UPDATE gateway.inflight SET due_at = @due_at WHERE vendor = @vendor AND state = {InflightState.Waiting}
