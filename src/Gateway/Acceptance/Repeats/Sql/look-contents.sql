-- As take-contents: the messages that had these contents within their windows, for who takes nothing.
SELECT r.account_id, r.content, r.message_id
FROM gateway.recent_contents r
JOIN unnest(@accounts, @contents, @windows) AS w (account_id, content, seconds) USING (account_id, content)
WHERE r.accepted_at + make_interval(secs => w.seconds) > @now
