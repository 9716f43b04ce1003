-- What is to be sent of messages that were claimed. They are of one month, and gateway.messages_month is its table: the
-- statement of a claim would have to plan all months for each connection, at the time of a small hand-over.
-- = ANY (ARRAY[one]) says the same as = one, but can only be looked up.
SELECT c.place, m.channel, m.sender, m.recipient, m.subject, m.body, m.sub_id, m.recipient_name, m.billing_id,
    m.details, m.purpose, m.trace,
    CASE
        WHEN m.purpose = @advertisement THEN EXISTS (
            SELECT FROM gateway.optouts o WHERE o.account_id = m.account_id AND o.number = m.recipient)
        ELSE false
    END AS opted_out
FROM unnest(@ids, @places) AS c (id, place)
JOIN gateway.messages_month m ON m.id = ANY (ARRAY[c.id])
