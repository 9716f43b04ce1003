SELECT count(*), COALESCE(sum(size), 0)::bigint FROM gateway.files WHERE account_id = @account_id AND deleted_at IS NULL AND (expires_at > @now OR last_needed_at > @now)
