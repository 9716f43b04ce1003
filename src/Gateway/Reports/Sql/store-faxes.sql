-- Row and event of each new fax, in one statement. One that is there already, or that another process stores at this moment, makes neither.
WITH fax AS (
    SELECT * FROM unnest(@ids, @accounts, @keys, @senders, @recipients, @files, @sizes, @pages, @seconds, @received, @data) WITH ORDINALITY
        AS f (id, account_id, vendor_key, sender, recipient, file_name, size, pages, seconds, received_at, data, place)
),
added AS (
    INSERT INTO gateway.received_faxes (id, account_id, vendor, vendor_key, sender, recipient, file_name, size, pages, seconds, received_at, created_at)
    SELECT id, account_id, @vendor, vendor_key, sender, recipient, file_name, size, pages, seconds, received_at, @now FROM fax
    ORDER BY vendor_key
    ON CONFLICT (vendor, vendor_key) DO NOTHING
    RETURNING id
)
INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
SELECT gateway.new_id(@now), fax.account_id, @type, @now, fax.data::jsonb FROM fax JOIN added USING (id)
ORDER BY fax.place
