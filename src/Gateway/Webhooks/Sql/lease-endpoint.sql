INSERT INTO gateway.webhook_leases (webhook_id, node, until) VALUES (@webhook_id, @node, @until)
ON CONFLICT (webhook_id) DO UPDATE SET node = excluded.node, until = excluded.until
WHERE webhook_leases.node = excluded.node OR webhook_leases.until <= @now
