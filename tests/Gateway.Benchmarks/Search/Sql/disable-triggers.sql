-- The history is made as if it had always been there: nobody is told of it and no statistics count it, which would cost more than the rows themselves.
DO $$ BEGIN
    ALTER TABLE gateway.messages DISABLE TRIGGER USER;
    ALTER TABLE gateway.events DISABLE TRIGGER USER;
    ALTER TABLE gateway.inflight DISABLE TRIGGER USER;
END $$
