-- One attempt to put messages into a vendor's queue table. Its twin is the vendor's gateway_handover.
CREATE TABLE gateway.handovers (
    id         uuid        NOT NULL PRIMARY KEY,
    vendor     text        NOT NULL,
    row_count  integer     NOT NULL,
    -- Open, written, never written.
    state      smallint    NOT NULL CONSTRAINT handovers_state_known CHECK (state BETWEEN 0 AND 2),
    node       text        NOT NULL,
    claimed_at timestamptz NOT NULL,
    decided_at timestamptz
);
CREATE INDEX handovers_open ON gateway.handovers (claimed_at) WHERE state = 0;
CREATE INDEX handovers_decided ON gateway.handovers (decided_at) WHERE state <> 0;
