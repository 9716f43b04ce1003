-- Retention: which messages were emptied, how far that has come, and the key that numbers are hashed with.
ALTER TABLE gateway.messages ADD COLUMN content_removed_at timestamptz;

CREATE TABLE gateway.retention_cursors (
    name     text NOT NULL PRIMARY KEY,
    position uuid NOT NULL
);
INSERT INTO gateway.retention_cursors (name, position) VALUES ('contents', '00000000-0000-0000-0000-000000000000');

-- Kept as ASP.NET Data Protection encrypts it.
CREATE TABLE gateway.secrets (
    name       text        NOT NULL PRIMARY KEY,
    value      text        NOT NULL,
    created_at timestamptz NOT NULL
);

-- Takes the partition of one month out of its table when nobody needs it any more; true when it did. The lock on the whole table is held for an instant, and waited for not longer than
-- half a second, because everybody else would wait behind it. The partition itself is dropped afterwards, when nobody can be looking at it.
CREATE FUNCTION gateway.detach_month(parent text, suffix text, ended_before timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    partition text := parent || '_' || suffix;
    start_at  timestamptz := make_timestamptz(left(suffix, 4)::int, right(suffix, 2)::int, 1, 0, 0, 0, 'UTC');
    first     uuid;
    last      uuid;
    needed    boolean;
BEGIN
    first := gateway.first_id(start_at);
    last := gateway.first_id((start_at AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    IF NOT pg_try_advisory_xact_lock(hashtext('gateway.detach_month')) THEN
        RETURN false;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(format('gateway.%I', partition))) THEN
        RETURN false;
    END IF;
    IF parent = 'messages' THEN
        -- A message that has not ended, or that ended a short while ago because it was reserved long before.
        IF EXISTS (SELECT FROM gateway.inflight WHERE message_id >= first AND message_id < last) THEN
            RETURN false;
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM gateway.%I WHERE completed_at >= $1)', partition) INTO needed USING ended_before;
    ELSE
        -- An event that an endpoint is still to be told of.
        SELECT EXISTS (SELECT FROM gateway.deliveries WHERE status = 0 AND event_id >= first AND event_id < last) INTO needed;
    END IF;
    IF needed THEN
        RETURN false;
    END IF;
    PERFORM set_config('lock_timeout', '500ms', true);
    EXECUTE format('ALTER TABLE gateway.%I DETACH PARTITION gateway.%I', parent, partition);
    RETURN true;
END
$$;

-- Drops what was detached; a process that died between the two leaves it to the next one.
CREATE FUNCTION gateway.drop_detached() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    partition text;
    dropped   integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('gateway.detach_month')) THEN
        RETURN 0;
    END IF;
    FOR partition IN SELECT relname FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind = 'r' AND NOT relispartition AND relname ~ '^(messages|events)_\d{6}$' LOOP
        EXECUTE format('DROP TABLE gateway.%I', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;
