-- What was uploaded. The bytes lie below Gateway:Files:Root under the id.
CREATE TABLE gateway.files (
    id             uuid        NOT NULL PRIMARY KEY,
    account_id     uuid        NOT NULL,
    name           text        NOT NULL,
    content_type   text        NOT NULL,
    size           bigint      NOT NULL,
    sha256         bytea       NOT NULL,
    width          integer,
    height         integer,
    usable_for     text[]      NOT NULL,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    last_needed_at timestamptz,
    deleted_at     timestamptz
);
CREATE INDEX files_account ON gateway.files (account_id, id);
CREATE INDEX files_expiry ON gateway.files (expires_at);
CREATE INDEX files_deleted ON gateway.files (deleted_at) WHERE deleted_at IS NOT NULL;

-- What lies in the agents' directories, and for which message; a path may serve several messages.
CREATE TABLE gateway.staged_files (
    vendor     text        NOT NULL,
    message_id uuid        NOT NULL,
    path       text        NOT NULL,
    staged_at  timestamptz NOT NULL,
    PRIMARY KEY (vendor, message_id, path)
);
CREATE INDEX staged_files_path ON gateway.staged_files (vendor, path);
