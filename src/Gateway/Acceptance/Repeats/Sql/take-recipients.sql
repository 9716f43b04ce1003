-- Room for some more messages to each recipient within an hour. What is not returned has too little, and nothing was taken for it.
INSERT INTO gateway.recent_recipients AS r (account_id, recipient, accepted_at, cap, until)
SELECT account_id, recipient, array_fill(@now::timestamptz, ARRAY[wanted]), cap, @until
FROM unnest(@accounts, @recipients, @wanted, @caps) AS w (account_id, recipient, wanted, cap)
WHERE wanted <= cap
ORDER BY account_id, recipient
ON CONFLICT (account_id, recipient) DO UPDATE
SET accepted_at = ARRAY(SELECT s.at FROM unnest(r.accepted_at) AS s (at) WHERE s.at > @since) || excluded.accepted_at, cap = excluded.cap, until = excluded.until
    WHERE (SELECT count(*) FROM unnest(r.accepted_at) AS s (at) WHERE s.at > @since) + cardinality(excluded.accepted_at) <= excluded.cap
RETURNING account_id, recipient
