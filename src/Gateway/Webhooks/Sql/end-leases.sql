DELETE FROM gateway.webhook_leases WHERE node = @node
