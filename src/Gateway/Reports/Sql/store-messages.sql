-- Row and event of each new message, in one statement. One that is there already, or that another process stores at
-- this moment, makes neither. The event is rendered from the row, so that its text goes when the row's does.
WITH message AS (
    SELECT * FROM unnest(@ids, @accounts, @keys, @senders, @recipients, @bodies, @sealed, @received) WITH ORDINALITY
        AS m (id, account_id, vendor_key, sender, recipient, body, sealed, received_at, place)
),
added AS (
    INSERT INTO gateway.received_messages (id, account_id, vendor, vendor_key, sender, recipient, body, sealed, received_at, created_at)
    SELECT id, account_id, @vendor, vendor_key, sender, recipient, body, sealed, received_at, @now FROM message
    ORDER BY vendor_key
    ON CONFLICT (vendor, vendor_key) DO NOTHING
    RETURNING id
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(@now), message.account_id, {EventType.MessageReceived}, message.id, @now FROM message JOIN added USING (id)
ORDER BY message.place
