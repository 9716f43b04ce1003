SELECT id, name, sender_key, template_code, revision FROM gateway.templates WHERE account_id = @account_id
