-- Faxes that agents received. The unique key decides whether one is new, however often it is read. The bytes stay where the agent laid them.
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
