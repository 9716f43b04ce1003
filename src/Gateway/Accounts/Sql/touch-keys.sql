UPDATE gateway.api_keys k SET last_used_at = u.used_at
FROM unnest(@ids, @used_at) AS u (id, used_at)
WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.used_at)
