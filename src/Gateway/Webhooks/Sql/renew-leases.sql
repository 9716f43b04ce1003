UPDATE gateway.webhook_leases SET until = @until WHERE node = @node AND webhook_id = ANY (@ids) RETURNING webhook_id
