-- What waits for an endpoint that is enabled again may go at once. Groups that were formed for another kind of body are dissolved.
UPDATE gateway.deliveries
SET next_attempt_at = CASE WHEN @enabled THEN LEAST(next_attempt_at, @now) ELSE next_attempt_at END, group_id = CASE WHEN @regroup THEN NULL ELSE group_id END
WHERE webhook_id = (SELECT id FROM gateway.webhooks WHERE id = @id AND account_id = @account_id AND deleted_at IS NULL) AND status = {DeliveryStatus.Pending}
    AND ((@enabled AND next_attempt_at > @now) OR (@regroup AND group_id IS NOT NULL))
