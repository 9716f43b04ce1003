INSERT INTO gateway.template_versions AS v (account_id, version) VALUES (@account_id, 1)
ON CONFLICT (account_id) DO UPDATE SET version = v.version + 1
RETURNING version
