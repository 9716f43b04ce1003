-- The database itself refuses values that mean nothing, from whatever hand they come: a row that no reader understands would be in everybody's way. Each column has exactly the numbers of its enumeration
-- (a test compares them), so a new member needs a migration like this one. BETWEEN costs two comparisons of integers for a row that is written. The checks hold for the partitions to come as well.
-- First what older versions let in: a priority that was a list ("normal,bulk") stood in a lane that nobody claims. It becomes a normal one, and is sent.
UPDATE gateway.inflight SET lane = 1 WHERE lane NOT BETWEEN 0 AND 2;
UPDATE gateway.messages SET priority = 1 WHERE priority NOT BETWEEN 0 AND 2;

-- NOT VALID: the tables are locked for a moment only. What stands in them is checked by the next migration.
ALTER TABLE gateway.messages
    ADD CONSTRAINT messages_channel_known CHECK (channel BETWEEN 0 AND 6) NOT VALID,
    ADD CONSTRAINT messages_priority_known CHECK (priority BETWEEN 0 AND 2) NOT VALID,
    ADD CONSTRAINT messages_status_known CHECK (status BETWEEN 0 AND 7) NOT VALID,
    ADD CONSTRAINT messages_purpose_known CHECK (purpose BETWEEN 0 AND 1) NOT VALID,
    ADD CONSTRAINT messages_fallback_channel_known CHECK (fallback_channel BETWEEN 0 AND 6) NOT VALID;
ALTER TABLE gateway.inflight
    ADD CONSTRAINT inflight_lane_known CHECK (lane BETWEEN 0 AND 2) NOT VALID,
    ADD CONSTRAINT inflight_state_known CHECK (state BETWEEN 0 AND 3) NOT VALID;
ALTER TABLE gateway.handovers ADD CONSTRAINT handovers_state_known CHECK (state BETWEEN 0 AND 2) NOT VALID;
ALTER TABLE gateway.events ADD CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 11) NOT VALID;
ALTER TABLE gateway.deliveries ADD CONSTRAINT deliveries_status_known CHECK (status BETWEEN 0 AND 2) NOT VALID;
ALTER TABLE gateway.webhooks ADD CONSTRAINT webhooks_status_known CHECK (status BETWEEN 0 AND 1) NOT VALID;
ALTER TABLE gateway.accounts ADD CONSTRAINT accounts_status_known CHECK (status BETWEEN 0 AND 1) NOT VALID;
ALTER TABLE gateway.vendor_health ADD CONSTRAINT vendor_health_status_known CHECK (status BETWEEN 0 AND 3) NOT VALID;
ALTER TABLE gateway.stats
    ADD CONSTRAINT stats_channel_known CHECK (channel BETWEEN 0 AND 6) NOT VALID,
    ADD CONSTRAINT stats_status_known CHECK (status BETWEEN 0 AND 7) NOT VALID;
ALTER TABLE gateway.stat_deltas
    ADD CONSTRAINT stat_deltas_channel_known CHECK (channel BETWEEN 0 AND 6) NOT VALID,
    ADD CONSTRAINT stat_deltas_status_known CHECK (status BETWEEN 0 AND 7) NOT VALID;
