-- How many messages each recipient got within the hour, and when the first of them was accepted.
SELECT r.account_id, r.recipient, count(*)::int AS count, min(s.at) AS oldest
FROM gateway.recent_recipients r
CROSS JOIN LATERAL unnest(r.accepted_at) AS s (at)
WHERE (r.account_id, r.recipient) IN (SELECT account_id, recipient FROM unnest(@accounts, @recipients) AS w (account_id, recipient)) AND s.at > @since
GROUP BY r.account_id, r.recipient
