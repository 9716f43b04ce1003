-- How many rows the hand-overs of a vendor have written.
SELECT COALESCE(sum(row_count), 0)::bigint FROM gateway.handovers WHERE vendor = @vendor AND state = {HandoverState.Written}
