-- What the hand-overs have written, from when to when, and how much the first of them.
SELECT sum(row_count), min(decided_at), max(decided_at), min(row_count) FILTER (WHERE decided_at = first)
FROM (
    SELECT *, min(decided_at) OVER () AS first FROM gateway.handovers WHERE state = {HandoverState.Written}
) AS written
