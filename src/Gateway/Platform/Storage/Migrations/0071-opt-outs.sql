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
