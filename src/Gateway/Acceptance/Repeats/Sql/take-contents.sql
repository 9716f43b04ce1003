-- Each content belongs to the first message that has it. What is not returned was accepted within the window before; who comes at the same time waits here until the other has committed.
INSERT INTO gateway.recent_contents AS r (account_id, content, message_id, accepted_at, until)
SELECT account_id, content, message_id, @now, @now + make_interval(secs => seconds)
FROM unnest(@accounts, @contents, @messages, @windows) AS w (account_id, content, message_id, seconds)
ORDER BY account_id, content
ON CONFLICT (account_id, content) DO UPDATE SET message_id = excluded.message_id, accepted_at = excluded.accepted_at, until = excluded.until
    WHERE r.accepted_at + (excluded.until - excluded.accepted_at) <= excluded.accepted_at
RETURNING account_id, content
