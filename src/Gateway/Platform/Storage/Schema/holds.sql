-- When messages of a held batch are due: never, until it is released. As a time, so that nothing that looks for what is
-- due needs to know of holds.
CREATE FUNCTION gateway.held_due() RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT timestamptz '9000-01-01 00:00:00+00'
$$;

-- A held batch: until when at most, who made it, its release with how far that has come, and the pace of a batch. A
-- batch that was canceled takes nothing any more.
ALTER TABLE gateway.batches
    ADD COLUMN held_until    timestamptz,
    ADD COLUMN made_by       uuid,
    ADD COLUMN released_at   timestamptz,
    ADD COLUMN canceled_at   timestamptz,
    ADD COLUMN releasing     boolean NOT NULL DEFAULT false,
    ADD COLUMN release_after uuid,
    ADD COLUMN release_count integer NOT NULL DEFAULT 0,
    ADD COLUMN pace_messages integer,
    ADD COLUMN pace_seconds  integer;
CREATE INDEX batches_held ON gateway.batches (id) WHERE held_until IS NOT NULL AND completed_at IS NULL;

-- Held batches are released by another key than the one that sent them.
ALTER TABLE gateway.accounts ADD COLUMN two_person_release boolean NOT NULL DEFAULT false;
