-- Ids are UUIDv7 (RFC 9562): they begin with their time, so what is made together lies together, and a month is a
-- range of ids.
CREATE SCHEMA IF NOT EXISTS gateway;

-- An id for the given moment: 48 bits of milliseconds, then random bits.
CREATE FUNCTION gateway.new_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

-- The smallest id of a moment: the border of a partition.
CREATE FUNCTION gateway.first_id(at timestamptz) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (encode(substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3), 'hex') || '00000000000000000000')::uuid
$$;

-- The moment in an id.
CREATE FUNCTION gateway.id_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_timestamp(('x' || substr(id::text, 1, 8) || substr(id::text, 10, 4))::bit(48)::bigint / 1000.0)
$$;
