using System.Globalization;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>
/// Search walks indexes, events, work and statistics, each for the filters that it serves best. Whatever it walks, it must find what a scan of everything finds, page by page, over made-up
/// messages in every state that there is. Their vendors do not exist, so that nobody moves them.
/// </summary>
public sealed class SearchesAndScans(SharedGateway gateway)
{
    private const int Seed = 20261127;

    /// <summary>What a client sees as status, told by a scan: 0 scheduled … 7 canceled.</summary>
    private const string Status = "CASE WHEN i.message_id IS NULL THEN m.status WHEN i.state = 3 THEN 3 WHEN i.state = 2 OR i.queued_at IS NOT NULL THEN 2 WHEN i.state = 0 AND m.scheduled_at > now() THEN 0 ELSE 1 END";

    private static readonly string[] Statuses = ["scheduled", "accepted", "queued", "sending", "delivered", "failed", "expired", "canceled"];
    private static readonly string[] Channels = ["sms", "lms", "mms", "alimtalk", "friendtalk", "voice", "fax"];

    /// <summary>Few and many waiting messages are looked for in two ways.</summary>
    [Theory]
    [InlineData(250, 40)]
    [InlineData(2600, 60)]
    public async Task Finds_what_a_scan_finds_by_whatever_filters(int messages, int searches)
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        await MakeAsync(tenant.Id, messages);
        var random = new Random(Seed);
        var single = Enumerable.Range(0, 8).Select(status => new Filter { Statuses = [status] })
            .Concat([new Filter(), new Filter { Channels = [6] }, new Filter { Channels = [2] }, new Filter { Vendors = ["gone-b"] }, new Filter { Vendors = ["gone-c"] }, new Filter { From = "15880007" }]);
        var several = new[]
        {
            new Filter { Statuses = [5, 6] }, new Filter { Statuses = [0, 1] }, new Filter { Statuses = [2, 3] }, new Filter { Statuses = [4, 7] }, new Filter { Statuses = [0, 1, 2, 3, 4, 5, 6, 7] },
            new Filter { Channels = [6, 2] }, new Filter { Channels = [1, 3] }, new Filter { Vendors = ["gone-b", "gone-c"] }, new Filter { Vendors = ["gone-b", "gone-a"] },
        };
        var combined = Enumerable.Range(0, searches).Select(_ => Filter.Draw(random));

        foreach (var filter in single.Concat(several).Concat(combined))
        {
            Assert.Equal((filter, await ScanAsync(tenant.Id, filter)), (filter, await SearchAsync(tenant.Api, filter)));
        }
    }

    [Fact]
    public async Task Finds_messages_of_which_no_statistics_are_folded_yet()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        var id = await tenant.Api.SendSmsAsync("kpg", more: ", \"scheduledAt\": \"" + TimeProvider.System.GetUtcNow().AddDays(2).ToString("O", CultureInfo.InvariantCulture) + "\"");

        Assert.Equal(id, await SearchAsync(tenant.Api, new Filter { Channels = [0] }));
        Assert.Equal(200, (await tenant.Api.PostAsync($"/v1/messages/{id}/cancel", "")).Status);
        Assert.Equal(id, await SearchAsync(tenant.Api, new Filter { Vendors = ["kpg"], Statuses = [7] }));
    }

    [Theory]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ec1c7b9a-1d86-4a4e-9f2d-2f6a3b5d8c11")]
    public async Task Takes_any_id_as_a_cursor(string cursor)
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());

        Assert.Equal(200, (await tenant.Api.GetAsync($"/v1/messages?channel=sms&cursor={cursor}")).Status);
        Assert.Equal(200, (await tenant.Api.GetAsync($"/v1/messages?status=failed&createdFrom=0001-01-01T00:00:00Z&createdTo=9999-12-31T23:59:59Z&cursor={cursor}")).Status);
    }

    /// <summary>All pages, small enough that there are several.</summary>
    private static async Task<string> SearchAsync(Api api, Filter filter)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var answer = await api.GetAsync($"/v1/messages?limit={(ids.Count == 0 ? 7 : 190)}{filter.Query}{(cursor is null ? "" : $"&cursor={cursor}")}");
            Assert.True(answer.Status == 200, $"{filter}: {answer}");
            ids.AddRange(answer.Json["items"]!.AsArray().Select(item => (string)item!["id"]!));
            Assert.All(answer.Json["items"]!.AsArray(), item => Assert.True(filter.Statuses.Length == 0 || filter.Statuses.Any(status => (string?)item!["status"] == Statuses[status]), $"{filter}: {item}"));
            cursor = (string?)answer.Json["nextCursor"];
        }
        while (cursor is not null);
        return string.Join('\n', ids);
    }

    private async Task<string> ScanAsync(string account, Filter filter) => string.Join('\n', (await gateway.State.QueryAsync($"""
        SELECT m.id::text AS id FROM gateway.messages m LEFT JOIN gateway.inflight i ON i.message_id = m.id
        WHERE m.account_id = '{account}' {filter.Condition} ORDER BY m.id DESC
        """)).Select(row => (string)row["id"]!));

    /// <summary>Two months of messages in bursts, with every kind of end, of work, and of what happens rarely: corrected ends, rows on their way to another vendor, held advertisements.</summary>
    private Task MakeAsync(string account, int messages) => gateway.State.ExecuteAsync($"""
        SELECT gateway.ensure_month(now() - interval '1 month' * n) FROM generate_series(0, 2) AS n;
        SELECT setseed(0.{Seed});
        INSERT INTO gateway.handovers (id, vendor, row_count, state, node, claimed_at) VALUES ('00000000-0000-7000-8000-000000000009', 'gone-a', 1, 0, 'gone', now()) ON CONFLICT DO NOTHING;
        WITH drawn AS MATERIALIZED (
            SELECT n, date_trunc('milliseconds', now() - interval '60 days' + interval '1 hour' * floor(random() * 40) * 36 + interval '1 minute' * random() * 50) AS at,
                random() AS c, random() AS v, random() AS s, random() AS f, (random() * 12)::int AS kind
            FROM generate_series(1, {messages}) AS n
        ), made AS (
            INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, reference, created_at, scheduled_at, expires_at, status, completed_at, result_code, late)
            SELECT gateway.new_id(at), '{account}', ('00000000-0000-7000-8000-00000000000' || n % 5)::uuid, CASE WHEN c < 0.02 THEN 6 WHEN c < 0.9 THEN 0 ELSE 2 END,
                CASE WHEN v < 0.9 THEN 'gone-a' ELSE 'gone-b' END, CASE WHEN f < 0.02 THEN '15880007' ELSE '1588000' || n % 3 END, '0101234000' || n % 7, 'x', n % 3, CASE WHEN n % 4 > 0 THEN 'r' || n % 11 END,
                at, CASE WHEN kind = 0 THEN now() + interval '3 days' WHEN kind = 1 THEN at + interval '1 hour' END, now() + interval '9 days',
                CASE kind WHEN 7 THEN 4 WHEN 8 THEN 4 WHEN 9 THEN 5 WHEN 10 THEN 6 WHEN 11 THEN 7 WHEN 12 THEN 5 ELSE CASE WHEN kind < 2 THEN 0 ELSE 1 END END,
                CASE WHEN kind > 6 THEN at + interval '2 days' * s END, CASE kind WHEN 7 THEN 0 WHEN 8 THEN 0 WHEN 9 THEN 505 WHEN 10 THEN 405 WHEN 12 THEN 505 END, kind IN (8, 12)
            FROM drawn RETURNING id, account_id, vendor, priority, scheduled_at, created_at, expires_at, status, completed_at, late, reference
        ), told AS (
            INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
            SELECT gateway.new_id(completed_at), account_id, type, id, completed_at FROM made CROSS JOIN LATERAL (SELECT status - 2 AS type UNION ALL SELECT 4 WHERE late) AS kinds WHERE completed_at IS NOT NULL
        )
        INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at, queued_at, handover_id)
        SELECT id, account_id, vendor, priority, state, CASE WHEN state = 0 AND reference = 'r5' AND scheduled_at IS NULL THEN now() + interval '10 hours' ELSE COALESCE(scheduled_at, created_at) END, expires_at,
            CASE WHEN state >= 2 OR (state = 0 AND reference = 'r3' AND scheduled_at IS NULL) THEN created_at END, CASE WHEN state = 1 THEN '00000000-0000-7000-8000-000000000009'::uuid END
        FROM (SELECT *, CASE WHEN scheduled_at > now() THEN 0 ELSE (ARRAY[0, 0, 1, 2, 3])[1 + floor(random() * 5)::int] END AS state FROM made WHERE completed_at IS NULL) AS work
        """);

    private sealed record Filter
    {
        public int[] Statuses { get; init; } = [];

        public int[] Channels { get; init; } = [];

        public string[] Vendors { get; init; } = [];

        /// <summary>Several values are given as a list, or each by itself.</summary>
        public bool Repeated { get; init; }

        public string? To { get; init; }

        public string? From { get; init; }

        public string? Reference { get; init; }

        public string? Batch { get; init; }

        public DateTimeOffset? CreatedFrom { get; init; }

        public DateTimeOffset? CreatedTo { get; init; }

        public string Query => string.Concat(
            Parts("status", Statuses.Select(status => SearchesAndScans.Statuses[status])), Parts("channel", Channels.Select(channel => SearchesAndScans.Channels[channel])), Parts("vendor", Vendors), Part("to", To), Part("from", From),
            Part("reference", Reference), Part("batchId", Batch), Part("createdFrom", Time(CreatedFrom)), Part("createdTo", Time(CreatedTo)));

        public string Condition => string.Concat(
            Statuses.Length == 0 ? "" : $" AND {Status} IN ({string.Join(", ", Statuses)})", Channels.Length == 0 ? "" : $" AND m.channel IN ({string.Join(", ", Channels)})",
            Vendors.Length == 0 ? "" : $" AND m.vendor IN ('{string.Join("', '", Vendors)}')", To is null ? "" : $" AND m.recipient = '{To}'",
            From is null ? "" : $" AND m.sender = '{From}'", Reference is null ? "" : $" AND m.reference = '{Reference}'", Batch is null ? "" : $" AND m.batch_id = '{Batch}'",
            CreatedFrom is null ? "" : $" AND m.created_at >= '{Time(CreatedFrom)}'", CreatedTo is null ? "" : $" AND m.created_at < '{Time(CreatedTo)}'");

        public static Filter Draw(Random random)
        {
            var from = TimeProvider.System.GetUtcNow().AddDays(-random.Next(60)).AddMinutes(random.Next(1440));
            return new Filter
            {
                Statuses = Sometimes(0.6) ? Some(Enumerable.Range(0, 8)) : [],
                Channels = Sometimes(0.3) ? Some([0, 2, 6]) : [],
                Vendors = Sometimes(0.3) ? Some(["gone-a", "gone-b", "gone-c"]) : [],
                Repeated = Sometimes(0.5),
                To = Sometimes(0.15) ? "0101234000" + random.Next(7) : null,
                From = Sometimes(0.15) ? "1588000" + new[] { 0, 1, 7 }[random.Next(3)] : null,
                Reference = Sometimes(0.1) ? "r" + random.Next(11) : null,
                Batch = Sometimes(0.1) ? "00000000-0000-7000-8000-00000000000" + random.Next(5) : null,
                CreatedFrom = Sometimes(0.3) ? from : null,
                CreatedTo = Sometimes(0.3) ? from.AddDays(random.Next(1, 20)) : null,
            };

            bool Sometimes(double share) => random.NextDouble() < share;

            // Mostly one.
            T[] Some<T>(IEnumerable<T> values)
            {
                T[] all = [.. values];
                random.Shuffle(all);
                return all[..(Sometimes(0.5) ? 1 : random.Next(1, all.Length + 1))];
            }
        }

        private string Parts(string name, IEnumerable<string> values) => Repeated
            ? string.Concat(values.Select(value => Part(name, value)))
            : Part(name, values.Any() ? string.Join(',', values) : null);

        private static string Part(string name, string? value) => value is null ? "" : $"&{name}={value}";

        private static string? Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
