SELECT version FROM gateway.template_versions WHERE account_id = @account_id
