-- Search. Columns that are updated when a message ends stay out of the indexes of messages, so that ending it touches none of them; ends that are seldom are found by their events.
CREATE INDEX messages_account ON gateway.messages (account_id, id);
CREATE INDEX messages_recipient ON gateway.messages (account_id, recipient, id);
CREATE INDEX events_ends ON gateway.events (account_id, type, message_id) WHERE type IN (3, 4, 5);
