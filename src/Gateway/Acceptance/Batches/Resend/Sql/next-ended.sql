-- The next messages of a batch that have ended in one of some ways; or the one message of a request of its own. What
-- the gateway sent as a fallback follows the message that failed, and is none of them.
SELECT e.id, r.message_id IS NOT NULL AS is_resent, e.content_removed_at IS NOT NULL AS is_removed,
    (SELECT f.status FROM gateway.messages f WHERE f.id = e.fallback_id) AS fallback, d.message_id IS NOT NULL AS is_undecided
FROM (
    (SELECT m.id, m.content_removed_at, m.fallback_id FROM gateway.messages m
    WHERE m.batch_id = @batch_id AND m.batch_id <> m.id AND m.account_id = @account_id AND m.id > @after
        AND m.status = ANY (@statuses) AND m.fallback_of IS NULL
    ORDER BY m.id LIMIT @limit)
    UNION ALL
    (SELECT m.id, m.content_removed_at, m.fallback_id FROM gateway.messages m
    WHERE m.id = @batch_id AND m.batch_id = m.id AND m.account_id = @account_id AND m.id > @after
        AND m.status = ANY (@statuses) AND m.fallback_of IS NULL)
) AS e
LEFT JOIN gateway.resends r ON r.message_id = e.id
LEFT JOIN gateway.due_fallbacks d ON d.message_id = e.id
ORDER BY e.id LIMIT @limit
