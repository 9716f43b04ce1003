-- Whatever the narrower constraint has let in is good, so that nobody needs to read all events while the table is
-- locked: other nodes use it meanwhile.
ALTER TABLE gateway.events
    DROP CONSTRAINT events_type_known,
    ADD CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 16) NOT VALID;

UPDATE gateway.webhooks SET event_mask = event_mask | (1::bigint << 15) WHERE '*' = ANY (events) OR 'vendor.*' = ANY (events);
UPDATE gateway.webhooks SET event_mask = event_mask | (1::bigint << 16) WHERE '*' = ANY (events) OR 'webhook.*' = ANY (events);
