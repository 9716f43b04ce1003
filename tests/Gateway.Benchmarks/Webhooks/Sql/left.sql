-- Whether an endpoint is still to be told of something.
SELECT EXISTS (SELECT FROM gateway.deliveries WHERE webhook_id = @id AND status = {DeliveryStatus.Pending})
