-- Messages number @first to @last of @count, in the order of time: half of them of the account that searches, one in a thousand of a small one, the others of fifty more.
-- A third of all comes in campaigns of 5,000, one campaign is big. The newest fiftieth has not ended. Events are made only for the ends that a search finds by them.
WITH drawn AS MATERIALIZED (
    SELECT n, @from::timestamptz + (@to::timestamptz - @from::timestamptz) * (n::float8 / @count) AS created_at,
        n >= @count / 2 AND n < @count / 2 + @big_batch AS in_big,
        n / 5000 % 3 = 0 AS in_campaign,
        random() AS a, random() AS s, random() AS c, random() AS v, random() AS f, random() AS r
    FROM generate_series(@first, @last) AS n
), told AS MATERIALIZED (
    SELECT *, CASE WHEN in_big THEN 0 WHEN in_campaign THEN (hashint4((n / 5000)::int) & 1023) / 1024.0 ELSE a END AS whose, n > @count * 0.98 AS open FROM drawn
), made AS (
    INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, reference, created_at, scheduled_at, expires_at, status, completed_at, result_code)
    SELECT gateway.new_id(created_at),
        CASE WHEN whose < 0.5 THEN @account WHEN whose < 0.501 THEN @small ELSE md5('account' || (whose * 50)::int)::uuid END,
        CASE WHEN in_big THEN @big_batch_id WHEN in_campaign THEN md5('batch' || n / 5000)::uuid ELSE gen_random_uuid() END,
        CASE WHEN n < @count / 1000 THEN 6 WHEN c < 0.00005 THEN 5 WHEN c < 0.7 THEN 0 WHEN c < 0.9 THEN 1 WHEN c < 0.95 THEN 2 ELSE 3 END,
        CASE WHEN n < @count / 1000 THEN 'retired' WHEN v < 0.6 THEN 'kshot' WHEN v < 0.95 THEN 'bizppurio' ELSE 'xroshot' END,
        CASE WHEN f < 0.00002 THEN '15889999' WHEN f < 0.6 THEN '15881234' ELSE '1588' || lpad((f * 40)::int::text, 4, '0') END,
        CASE WHEN r < 0.001 THEN '01099990000' ELSE '010' || lpad((r * (@count / 10))::int::text, 8, '0') END,
        '[게이트웨이] 주문 ' || n || ' 이 접수되었습니다.', (n % 3)::smallint,
        CASE WHEN r < 0.7 THEN 'order-' || n END,
        created_at, CASE WHEN open AND s < 0.2 THEN @to::timestamptz + interval '2 days' END, created_at + interval '3 days',
        CASE
            WHEN open THEN {MessageStatus.Scheduled}
            WHEN s < 0.955 THEN {MessageStatus.Delivered}
            WHEN s < 0.985 THEN {MessageStatus.Failed}
            WHEN s < 0.99 THEN {MessageStatus.Expired}
            ELSE {MessageStatus.Canceled}
        END,
        CASE WHEN NOT open THEN created_at + interval '5 seconds' END,
        CASE WHEN NOT open AND s < 0.985 THEN CASE WHEN s < 0.955 THEN 0 ELSE 505 END END
    FROM told
    RETURNING id, account_id, vendor, priority, created_at, scheduled_at, expires_at, status, completed_at
), working AS (
    INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at, queued_at)
    SELECT id, account_id, vendor, priority, state, COALESCE(scheduled_at, created_at), expires_at, CASE WHEN state >= {InflightState.Queued} THEN created_at END
    FROM (
        SELECT *,
            CASE
                WHEN scheduled_at IS NOT NULL OR random() < 0.5 THEN {InflightState.Waiting}
                WHEN random() < 0.667 THEN {InflightState.Queued}
                ELSE {InflightState.Sending}
            END AS state
        FROM made
        WHERE completed_at IS NULL
    ) AS row
)
INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
SELECT gateway.new_id(completed_at), account_id,
    CASE status
        WHEN {MessageStatus.Failed} THEN {EventType.MessageFailed}
        WHEN {MessageStatus.Expired} THEN {EventType.MessageExpired}
        ELSE {EventType.MessageCanceled}
    END,
    id, completed_at
FROM made WHERE status > {MessageStatus.Delivered}
