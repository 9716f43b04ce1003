-- The highest part of the quota, in percent, that the account was told of in the period.
ALTER TABLE gateway.quota_usage ADD COLUMN told integer NOT NULL DEFAULT 0;

ALTER TABLE gateway.events
    DROP CONSTRAINT events_type_known,
    ADD CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 13);

UPDATE gateway.webhooks SET event_mask = event_mask | (1::bigint << 13) WHERE '*' = ANY (events);
