UPDATE gateway.deliveries d SET group_id = g.group_id
FROM unnest(@ids, @groups) AS g (id, group_id)
WHERE d.webhook_id = @webhook_id AND d.id = g.id AND d.status = {DeliveryStatus.Pending}
