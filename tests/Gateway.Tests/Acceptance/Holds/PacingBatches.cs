using System.Globalization;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance.Holds;

/// <summary>A pace spreads a batch: so many messages at once, the next ones so much later.</summary>
public sealed class PacingBatches(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Gives_each_message_its_time_quiet_hours_behind_it()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var evening = new DateTimeOffset(2027, 1, 5, 11, 58, 0, TimeSpan.Zero); // 20:58 in Korea.
        var clock = new FakeTimeProvider(evening);
        await using var own = await ClockedGateway.StartAsync(world.Settings, clock);
        const string Pace = ", \"pace\": { \"messages\": 2, \"everySeconds\": 60 }";

        var now = await HeldBatch.SendAsync(own.Api, 5, Pace, vendor: "kshot");
        var held = await HeldBatch.SendAsync(own.Api, 5, Pace + ", \"hold\": true", vendor: "kshot");
        var ads = await AdsAsync(own.Api, Pace);
        var heldAds = await AdsAsync(own.Api, Pace + ", \"hold\": true");
        var later = await HeldBatch.SendAsync(own.Api, 5, Pace, ", \"scheduledAt\": \"2027-01-05T11:59:30Z\"", "kshot");

        Assert.Equal("0 0 60 60 120", await DueAsync(world, now, evening));
        Assert.Equal((2, 60), await PaceAsync(own.Api, now));
        clock.Advance(TimeSpan.FromSeconds(30));
        await own.Api.ReleaseAsync(held);
        await own.Api.ReleaseAsync(heldAds);
        Assert.Equal("0 0 90 90 150", await DueAsync(world, held, evening));

        // A later time of its own stays.
        Assert.Equal("90 90 90 90 120", await DueAsync(world, later, evening));

        // The third message would leave at 20:59, the fifth at 21:00, in the night.
        Assert.Equal("0 0 60 60 39720", await DueAsync(world, ads, evening));
        Assert.Equal("0 0 90 90 39720", await DueAsync(world, heldAds, evening));
        foreach (var id in new[] { now, held, ads, heldAds, later })
        {
            Assert.Equal("48", await LivesAsync(world, id));
        }

        Assert.Equal(5, (await own.Api.GetAsync($"/v1/messages?status=scheduled,accepted,queued&batchId={ads}")).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Goes_through_an_upload()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);

        var sent = await tenant.UploadAsync("to,text\n01012341234,a\n01012341235,a\n01012341236,a\n", "&pace=1/3600");

        Assert.Equal("202 3 0", sent.Said());
        var scheduled = (await tenant.Api.GetAsync($"/v1/messages?status=scheduled&batchId={sent.Json["id"]}")).Json["items"]!.AsArray();
        Assert.Equal([2, 1], scheduled.Select(item => (int)Math.Round(((DateTimeOffset)item!["scheduledAt"]! - (DateTimeOffset)item["createdAt"]!).TotalHours)));
        await tenant.Api.CancelAsync((string)sent.Json["id"]!);
    }

    /// <summary>Two chunks and a half.</summary>
    [Fact]
    public async Task Counts_the_lines_of_all_chunks_of_an_upload()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        var lines = string.Concat(Enumerable.Range(0, 4500).Select(i => string.Create(CultureInfo.InvariantCulture, $"010{10_000_000 + i},a\n")));

        var sent = await tenant.UploadAsync("to,text\n" + lines, "&pace=1000/3600");

        Assert.Equal("202 4500 0", sent.Said());
        Assert.Equal(["0: 1000", "1: 1000", "2: 1000", "3: 1000", "4: 500"], (await gateway.State.QueryAsync($"""
            SELECT round(extract(epoch FROM coalesce(m.scheduled_at, b.created_at) - b.created_at) / 3600)::int AS hour, count(*) AS messages
            FROM gateway.messages m JOIN gateway.batches b ON b.id = m.batch_id WHERE b.id = '{sent.Json["id"]}' GROUP BY 1 ORDER BY 1
            """)).Select(row => $"{row["hour"]}: {row["messages"]}"));
        await tenant.Api.CancelAsync((string)sent.Json["id"]!);
    }

    [Theory]
    [InlineData("""{ "messages": 0, "everySeconds": 60 }""", "/pace/messages out_of_range")]
    [InlineData("""{ "messages": 1, "everySeconds": 86401 }""", "/pace/everySeconds out_of_range")]
    [InlineData("""{ "messages": 1 }""", "/pace/everySeconds required")]
    [InlineData("""{ "messages": 1, "everySeconds": 86400 }""", "/pace pace_too_slow")]
    public async Task Has_bounds(string pace, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        var messages = string.Join(",", Enumerable.Range(0, 32).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{ "to": "010{{10_000_000 + i}}" }""")));

        var answer = await tenant.Api.PostAsync("/v1/batches", $$"""{ "defaults": { "channel": "sms", "vendor": "kpg", "from": "15777985", "text": "a" }, "messages": [ {{messages}} ], "pace": {{pace}} }""");

        Assert.Equal((422, fault), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(one => $"{one!["pointer"]} {one["code"]}"))));
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("0/60")]
    [InlineData("a/b")]
    [InlineData("1/86401")]
    public async Task Is_refused_in_a_query_that_says_none(string pace)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);

        var answer = await tenant.UploadAsync("to,text\n01012341234,a\n", $"&pace={pace}");

        Assert.Equal((400, "?pace"), (answer.Status, (string?)answer.Json["errors"]![0]!["pointer"]));
    }

    [Fact]
    public async Task Rejects_the_lines_that_come_too_late()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        var lines = string.Concat(Enumerable.Range(0, 33).Select(i => string.Create(CultureInfo.InvariantCulture, $"010{10_000_000 + i},a\n")));

        var sent = await tenant.UploadAsync("to,text\n" + lines, "&hold=true&pace=1/86400");
        await tenant.Api.CancelAsync((string)sent.Json["id"]!);

        Assert.Equal("202 31 2", sent.Said());
        Assert.Equal(["33 pace_too_slow /pace", "34 pace_too_slow /pace"], sent.Faults());
    }

    [Theory]
    [InlineData(2, 60, 0, 0)]
    [InlineData(2, 60, 1, 0)]
    [InlineData(2, 60, 2, 60)]
    [InlineData(1_000_000, 86_400, 999_999, 0)]
    [InlineData(1, 86_400, 999_999, 86_399_913_600)]
    public void Counts_from_the_begin(int messages, int seconds, int index, long after) =>
        Assert.Equal(TimeSpan.FromSeconds(after), new Pace(messages, seconds).After(index));

    private static async Task<(int, int)> PaceAsync(Api api, string id)
    {
        var pace = (await api.GetAsync($"/v1/batches/{id}")).Json["pace"]!;
        return ((int)pace["messages"]!, (int)pace["everySeconds"]!);
    }

    private static async Task<string> AdsAsync(Api api, string pace)
    {
        var list = string.Join(",", Enumerable.Range(0, 5).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{ "to": "010{{20_000_000 + i}}" }""")));
        var answer = await api.PostAsync("/v1/batches", $$"""{ "defaults": { "channel": "sms", "vendor": "kshot", "from": "15777985", "purpose": "advertisement", "text": "{{Api.AdvertisementText}}" }, "messages": [ {{list}} ] {{pace}} }""");
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["id"]!;
    }

    /// <summary>Hours that messages live from when they are due, in their records and in the work on them.</summary>
    private static async Task<string> LivesAsync(PrivateGateway world, string id) => string.Join(' ', (await world.State.QueryAsync($"""
        SELECT DISTINCT round(extract(epoch FROM expires_at - coalesce(held_until, scheduled_at, created_at)) / 3600)::int AS hours FROM gateway.messages WHERE batch_id = '{id}'
        UNION SELECT round(extract(epoch FROM i.expires_at - i.due_at) / 3600)::int FROM gateway.inflight i JOIN gateway.messages m ON m.id = i.message_id WHERE m.batch_id = '{id}'
        """)).Select(row => row["hours"]));

    /// <summary>Seconds from a moment to when each message is or was due.</summary>
    private static async Task<string> DueAsync(PrivateGateway world, string id, DateTimeOffset from) => string.Join(' ', (await world.State.QueryAsync($"""
        SELECT extract(epoch FROM coalesce(held_until, scheduled_at, created_at) - '{from:O}')::int AS due FROM gateway.messages WHERE batch_id = '{id}' ORDER BY due
        """)).Select(row => row["due"]));
}
