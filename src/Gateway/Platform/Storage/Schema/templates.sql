-- Templates of an account: what many messages share, and alimtalks as Kakao approved them. Sender key and code stand
-- beside the content for alimtalks alone, by which what is sent is found again.
CREATE TABLE gateway.templates (
    id            uuid        NOT NULL PRIMARY KEY,
    account_id    uuid        NOT NULL REFERENCES gateway.accounts (id),
    name          text        COLLATE "C" NOT NULL,
    channel       smallint    NOT NULL CONSTRAINT templates_channel_known CHECK (channel BETWEEN 0 AND 6),
    sender_key    text        COLLATE "C",
    template_code text        COLLATE "C",
    content       jsonb       NOT NULL,
    revision      bigint      NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CONSTRAINT templates_name UNIQUE (account_id, name)
);
CREATE INDEX templates_account ON gateway.templates (account_id, id);
CREATE UNIQUE INDEX templates_code ON gateway.templates (account_id, sender_key, template_code)
    WHERE template_code IS NOT NULL;

-- Counts the changes of an account's templates. Every change takes this row first, so that they come one after the
-- other; a node that remembers them looks at this one number.
CREATE TABLE gateway.template_versions (
    account_id uuid   NOT NULL PRIMARY KEY REFERENCES gateway.accounts (id),
    version    bigint NOT NULL
);

-- Alimtalks that are not registered as templates are refused.
ALTER TABLE gateway.accounts ADD COLUMN enforce_templates boolean NOT NULL DEFAULT false;
