-- Who may use the gateway, with which keys and within which limits.
CREATE TABLE gateway.accounts (
    id                       uuid        NOT NULL PRIMARY KEY,
    name                     text        NOT NULL,
    status                   smallint    NOT NULL CONSTRAINT accounts_status_known CHECK (status BETWEEN 0 AND 1),
    channels                 text[],
    vendors                  text[],
    default_sender           text,
    sub_id                   text,
    daily_quota              integer,
    monthly_quota            integer,
    requests_per_second      integer,
    registered_senders_only  boolean     NOT NULL,
    created_at               timestamptz NOT NULL,
    updated_at               timestamptz NOT NULL,
    advertisement_marks      boolean     NOT NULL DEFAULT false,
    -- Repeated messages are refused, and too many to one number.
    duplicate_window_seconds integer,
    recipient_hourly_cap     integer
);
CREATE UNIQUE INDEX accounts_name ON gateway.accounts (name);

-- The account of Gateway:AdminKey.
INSERT INTO gateway.accounts (id, name, status, registered_senders_only, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'default', 0, false, now(), now());

-- Only the SHA-256 of a key is stored: it has 256 bits of chance, so nothing slower is needed.
CREATE TABLE gateway.api_keys (
    id           uuid        NOT NULL PRIMARY KEY,
    account_id   uuid        NOT NULL REFERENCES gateway.accounts (id),
    name         text        NOT NULL,
    hash         bytea       NOT NULL,
    scopes       text[]      NOT NULL,
    test         boolean     NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
CREATE INDEX api_keys_account ON gateway.api_keys (account_id, id);

-- Who changed what: written in the transaction of the change.
CREATE TABLE gateway.audit_log (
    id          uuid        NOT NULL PRIMARY KEY,
    at          timestamptz NOT NULL,
    account_id  uuid        NOT NULL,
    key_id      uuid,
    action      text        NOT NULL,
    target      text        NOT NULL,
    detail      jsonb
);

-- Messages accepted within a day or month of the installation's zone, for accounts that have a quota.
CREATE TABLE gateway.quota_usage (
    account_id uuid    NOT NULL,
    period     text    NOT NULL,
    used       integer NOT NULL,
    PRIMARY KEY (account_id, period)
) WITH (fillfactor = 50);

-- Numbers that an account may send from (발신번호 사전등록, 전기통신사업법 제84조의2).
CREATE TABLE gateway.senders (
    id         uuid        NOT NULL PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES gateway.accounts (id),
    number     text        NOT NULL,
    comment    text,
    created_at timestamptz NOT NULL,
    -- 0 approved, 1 waiting for the operator.
    state      smallint    NOT NULL DEFAULT 0 CONSTRAINT senders_state CHECK (state IN (0, 1)),
    UNIQUE (account_id, number)
);

-- Numbers that refuse an account's advertisements (수신거부, 정보통신망법 제50조).
CREATE TABLE gateway.optouts (
    id         uuid        NOT NULL PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES gateway.accounts (id),
    number     text        NOT NULL,
    comment    text,
    created_at timestamptz NOT NULL,
    UNIQUE (account_id, number)
);
CREATE INDEX optouts_account ON gateway.optouts (account_id, id);
