-- Expiry asks one vendor at a time, so that one whose database is away hides nobody's messages. The index by time alone has no other reader.
CREATE INDEX inflight_vendor_expiry ON gateway.inflight (vendor, expires_at, message_id);
DROP INDEX gateway.inflight_expiry;

-- Rows that may still lie in a vendor's queue although their messages have ended, because nobody could withdraw them at that time.
CREATE TABLE gateway.overdue_rows (
    message_id  uuid        NOT NULL PRIMARY KEY,
    vendor      text        NOT NULL,
    handover_id uuid        NOT NULL,
    queued_at   timestamptz NOT NULL,
    ended_at    timestamptz NOT NULL
);
CREATE INDEX overdue_rows_vendor ON gateway.overdue_rows (vendor, ended_at, message_id);
