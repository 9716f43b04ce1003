-- The keys of ASP.NET Data Protection, so that every node can read what another one encrypted.
CREATE TABLE gateway.data_protection_keys (
    name       text        NOT NULL PRIMARY KEY,
    xml        text        NOT NULL,
    created_at timestamptz NOT NULL
);
