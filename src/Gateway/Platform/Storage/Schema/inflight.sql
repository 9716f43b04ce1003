-- The work: one slim row for each message that has not ended.
--
-- What waits, and what a hand-over has taken, are two tables under one name: a claim moves a row from one to the other
-- (PostgreSQL does, when its state changes). So the indexes that a claim reads hold waiting messages alone without
-- naming the state, and neither they nor those of the open messages hold anything that changes later: what happens to
-- a row after its claim touches no index (heap-only updates, for which the pages are left half empty). A key over both
-- would have to hold the state, so each has its own; ids are unique because gateway.messages has them.
CREATE TABLE gateway.inflight (
    message_id           uuid        NOT NULL,
    account_id           uuid        NOT NULL,
    vendor               text        NOT NULL,
    lane                 smallint    NOT NULL CONSTRAINT inflight_lane_known CHECK (lane BETWEEN 0 AND 2),
    state                smallint    NOT NULL CONSTRAINT inflight_state_known CHECK (state BETWEEN 0 AND 3),
    due_at               timestamptz NOT NULL,
    expires_at           timestamptz NOT NULL,
    handover_id          uuid,
    position             integer,
    queued_at            timestamptz,
    sent_at              timestamptz,
    next_probe_at        timestamptz,
    -- Whether the gateway chose the vendor, so that it may choose another one, and since when the message's row is
    -- being taken back for that.
    routed               boolean     NOT NULL DEFAULT false,
    reroute_requested_at timestamptz,
    -- Somebody wants the message back whose row lies in a vendor's queue. Written before the row is withdrawn, so that
    -- a process that dies between the two leaves a trace.
    cancel_requested_at  timestamptz
) PARTITION BY LIST (state);
CREATE TABLE gateway.inflight_waiting PARTITION OF gateway.inflight FOR VALUES IN (0)
    WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
CREATE TABLE gateway.inflight_open PARTITION OF gateway.inflight FOR VALUES IN (1, 2, 3)
    WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);

CREATE UNIQUE INDEX inflight_waiting_key ON gateway.inflight_waiting (message_id);
CREATE INDEX inflight_claim ON gateway.inflight_waiting (vendor, lane, due_at, message_id);
-- Within a lane accounts take turns: this finds the accounts that have something waiting, and the oldest of each,
-- without looking at the rest.
CREATE INDEX inflight_fair ON gateway.inflight_waiting (vendor, lane, account_id, due_at, message_id);
-- Expiry asks one vendor at a time, so that one whose database is away hides nobody's messages.
CREATE INDEX inflight_waiting_expiry ON gateway.inflight_waiting (vendor, expires_at, message_id);
-- Those that come back out of a vendor's queue: they count as queued.
CREATE INDEX inflight_returned ON gateway.inflight_waiting (account_id, message_id) WHERE queued_at IS NOT NULL;

CREATE UNIQUE INDEX inflight_open_key ON gateway.inflight_open (message_id);
CREATE INDEX inflight_handover ON gateway.inflight_open (handover_id);
CREATE INDEX inflight_probe ON gateway.inflight_open (vendor, next_probe_at);
CREATE INDEX inflight_open_expiry ON gateway.inflight_open (vendor, expires_at, message_id);
CREATE INDEX inflight_queued ON gateway.inflight_open (account_id, message_id);
CREATE INDEX inflight_cancel ON gateway.inflight_open (vendor, cancel_requested_at)
    WHERE cancel_requested_at IS NOT NULL;
CREATE INDEX inflight_reroutes ON gateway.inflight_open (vendor, reroute_requested_at)
    WHERE reroute_requested_at IS NOT NULL;
