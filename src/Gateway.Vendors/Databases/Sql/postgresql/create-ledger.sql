CREATE TABLE IF NOT EXISTS gateway_handover (
    handover_id char(32) PRIMARY KEY,
    row_count   integer NOT NULL,
    entered_at  timestamp NOT NULL
)
