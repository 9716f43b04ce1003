CREATE TABLE IF NOT EXISTS gateway_packed (
    message_id char(32) NOT NULL PRIMARY KEY,
    row_key    char(32) NOT NULL,
    place      integer NOT NULL,
    entered_at timestamp NOT NULL
)
