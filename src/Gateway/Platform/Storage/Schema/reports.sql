-- How far each vendor's results were read, and when its tables last showed something new: a row taken, a result.
CREATE TABLE gateway.report_cursors (
    vendor      text        NOT NULL PRIMARY KEY,
    position    timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    taken_at    timestamptz,
    reported_at timestamptz
);

-- Reports for ids that no message has: kept to be looked at.
CREATE TABLE gateway.orphan_reports (
    vendor       text        NOT NULL,
    message_id   uuid        NOT NULL,
    vendor_code  text        NOT NULL,
    completed_at timestamptz,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (vendor, message_id)
);

-- Faxes that agents received. The unique key decides whether one is new, however often it is read. The bytes stay where
-- the agent laid them.
CREATE TABLE gateway.received_faxes (
    id          uuid        NOT NULL PRIMARY KEY,
    account_id  uuid        NOT NULL,
    vendor      text        NOT NULL,
    vendor_key  text        NOT NULL,
    sender      text,
    recipient   text,
    file_name   text        NOT NULL,
    size        bigint,
    pages       integer,
    seconds     integer,
    received_at timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    UNIQUE (vendor, vendor_key)
);
CREATE INDEX received_faxes_account ON gateway.received_faxes (account_id, id);

-- How far each vendor's received faxes were read, by the agent's clock.
CREATE TABLE gateway.fax_cursors (
    vendor     text        NOT NULL PRIMARY KEY,
    position   timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- Rows that may still lie in a vendor's queue although their messages have ended, because nobody could withdraw them at
-- that time.
CREATE TABLE gateway.overdue_rows (
    message_id  uuid        NOT NULL PRIMARY KEY,
    vendor      text        NOT NULL,
    handover_id uuid        NOT NULL,
    queued_at   timestamptz NOT NULL,
    ended_at    timestamptz NOT NULL
);
CREATE INDEX overdue_rows_vendor ON gateway.overdue_rows (vendor, ended_at, message_id);
