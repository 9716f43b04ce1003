-- A test goes to this endpoint alone, whatever events it asked for.
WITH made AS (
    INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
    SELECT @event_id, account_id, @type, @now, @data FROM gateway.webhooks WHERE id = @id AND account_id = @account_id AND deleted_at IS NULL AND status = {DeliveryStatus.Pending}
    RETURNING id, seq
)
INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, status, next_attempt_at, created_at)
SELECT @delivery_id, @id, id, seq, 0, @now, @now FROM made
