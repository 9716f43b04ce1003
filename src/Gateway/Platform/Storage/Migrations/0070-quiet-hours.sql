-- What messages are for, and until when quiet hours hold them.
ALTER TABLE gateway.messages ADD COLUMN purpose smallint NOT NULL DEFAULT 0;
ALTER TABLE gateway.messages ADD COLUMN held_until timestamptz;
ALTER TABLE gateway.accounts ADD COLUMN advertisement_marks boolean NOT NULL DEFAULT false;
