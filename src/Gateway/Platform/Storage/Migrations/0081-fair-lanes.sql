-- Within a lane accounts take turns: this finds the accounts that have something waiting, and the oldest of each, without looking at the rest.
CREATE INDEX inflight_fair ON gateway.inflight (vendor, lane, account_id, due_at, message_id) WHERE state = 0;
