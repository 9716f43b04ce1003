-- What a message of each channel costs the account, in won without VAT: one element for each channel, by its number and
-- from 1, null where it has no price. What counts for a message is the price at the moment of its acceptance.
ALTER TABLE gateway.accounts ADD COLUMN prices numeric[];

-- Every price that was ever set, and since when: what was accepted keeps the price of its time. Only ever added to; a
-- null says that there is no price from then on.
CREATE TABLE gateway.account_prices (
    account_id uuid        NOT NULL,
    channel    smallint    NOT NULL CONSTRAINT account_prices_channel_known CHECK (channel BETWEEN 0 AND 6),
    valid_from timestamptz NOT NULL,
    price      numeric     CONSTRAINT account_prices_price CHECK (price BETWEEN 0 AND 1000000),
    PRIMARY KEY (account_id, channel, valid_from)
);

-- Kept by the statement that changes the account, from whatever hand. Two changes at once come one after the other, by
-- the account's row; whichever comes last is the later price, also when its clock is behind.
CREATE FUNCTION gateway.keep_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gateway.account_prices (account_id, channel, valid_from, price)
    SELECT NEW.id, c.channel, GREATEST(NEW.updated_at, last.valid_from + interval '1 microsecond'),
        NEW.prices[c.channel + 1]
    FROM generate_series(0, 6) AS c (channel)
    LEFT JOIN LATERAL (
        SELECT p.valid_from, p.price FROM gateway.account_prices p
        WHERE p.account_id = NEW.id AND p.channel = c.channel ORDER BY p.valid_from DESC LIMIT 1
    ) AS last ON true
    WHERE NEW.prices[c.channel + 1] IS DISTINCT FROM last.price;
    RETURN NULL;
END
$$;
CREATE TRIGGER accounts_prices AFTER INSERT OR UPDATE ON gateway.accounts
    FOR EACH ROW EXECUTE FUNCTION gateway.keep_prices();

-- What one message costs: nothing until it is delivered (4), and nothing from a test key. A message that its vendor
-- delivered on another channel costs what that channel does.
CREATE FUNCTION gateway.cost_of(
    of_account uuid, of_channel smallint, of_fallback smallint, of_vendor text, of_status smallint,
    accepted_at timestamptz)
RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN of_status = 4 AND of_vendor <> 'test' THEN COALESCE((
        SELECT p.price FROM gateway.account_prices p
        WHERE p.account_id = of_account AND p.channel = COALESCE(of_fallback, of_channel)
            AND p.valid_from <= accepted_at
        ORDER BY p.valid_from DESC LIMIT 1), 0) ELSE 0 END
$$;

ALTER TABLE gateway.stats ADD COLUMN cost numeric NOT NULL DEFAULT 0;
ALTER TABLE gateway.stat_deltas ADD COLUMN cost numeric NOT NULL DEFAULT 0;

-- As before while nobody has a price: looking prices up costs some microseconds for each message that ends.
CREATE OR REPLACE FUNCTION gateway.count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM gateway.account_prices) THEN
        INSERT INTO gateway.stat_deltas (account_id, hour, channel, vendor, status, result_code, count)
        SELECT account_id, hour, channel, vendor, status, result_code, sum(change)
        FROM (
            SELECT account_id, date_trunc('hour', created_at, 'UTC') AS hour, channel, vendor, status,
                COALESCE(result_code, -1) AS result_code, 1 AS change
            FROM new_messages
            UNION ALL
            SELECT account_id, date_trunc('hour', created_at, 'UTC'), channel, vendor, status,
                COALESCE(result_code, -1), -1
            FROM old_messages
        ) AS changes
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0;
        RETURN NULL;
    END IF;
    INSERT INTO gateway.stat_deltas (account_id, hour, channel, vendor, status, result_code, count, cost)
    SELECT account_id, hour, channel, vendor, status, result_code, sum(change), sum(cost)
    FROM (
        SELECT account_id, date_trunc('hour', created_at, 'UTC') AS hour, channel, vendor, status,
            COALESCE(result_code, -1) AS result_code, 1 AS change,
            gateway.cost_of(account_id, channel, fallback_channel, vendor, status, created_at) AS cost
        FROM new_messages
        UNION ALL
        SELECT account_id, date_trunc('hour', created_at, 'UTC'), channel, vendor, status,
            COALESCE(result_code, -1), -1,
            -gateway.cost_of(account_id, channel, fallback_channel, vendor, status, created_at)
        FROM old_messages
    ) AS changes
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0 OR sum(cost) <> 0;
    RETURN NULL;
END
$$;
