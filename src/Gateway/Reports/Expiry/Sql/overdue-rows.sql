-- Rows that may still lie in one vendor's queue although their messages have ended, the next page. While a hand-over is in doubt nobody knows whether its rows are there.
SELECT o.message_id, o.handover_id, o.queued_at, o.ended_at FROM gateway.overdue_rows o
LEFT JOIN gateway.handovers h ON h.id = o.handover_id
WHERE o.vendor = @vendor AND (o.ended_at, o.message_id) > (@after_at, @after_id) AND h.state IS DISTINCT FROM {HandoverState.Open}
ORDER BY o.ended_at, o.message_id
LIMIT @limit
