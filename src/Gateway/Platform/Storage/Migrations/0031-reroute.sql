ALTER TABLE gateway.messages ADD COLUMN routed boolean NOT NULL DEFAULT false;

-- Whether the gateway chose the vendor, so that it may choose another one, and since when the message's row is being taken back for that.
ALTER TABLE gateway.inflight ADD COLUMN routed boolean NOT NULL DEFAULT false, ADD COLUMN reroute_requested_at timestamptz;
CREATE INDEX inflight_reroutes ON gateway.inflight (vendor, reroute_requested_at) WHERE reroute_requested_at IS NOT NULL;
