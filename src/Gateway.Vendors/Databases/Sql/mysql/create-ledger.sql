CREATE TABLE IF NOT EXISTS gateway_handover (
    handover_id char(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    row_count   int NOT NULL,
    entered_at  datetime NOT NULL
) ENGINE=InnoDB
