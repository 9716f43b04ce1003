-- Whether a number may be sent from: 0 approved, 1 waiting for the operator. Numbers that are here stay approved.
ALTER TABLE gateway.senders ADD COLUMN state smallint NOT NULL DEFAULT 0 CONSTRAINT senders_state CHECK (state IN (0, 1));
