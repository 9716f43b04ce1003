CREATE TABLE IF NOT EXISTS gateway_packed (
    message_id char(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    row_key    char(32) CHARACTER SET ascii NOT NULL,
    place      int NOT NULL,
    entered_at datetime NOT NULL
) ENGINE=InnoDB
