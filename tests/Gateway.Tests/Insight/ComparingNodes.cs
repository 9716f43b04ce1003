using Gateway.Insight.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>
/// A node whose clock is wrong, and nodes whose settings lead to different tables: told at the start and while they
/// run.
/// </summary>
public sealed class ComparingNodes
{
    private const int Promised = 10;

    /// <summary>A node compares itself at least so often.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Wrong = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(1, @"is [56]\d\d s ahead of the state database's")]
    [InlineData(-1, @"is 6\d\d s behind the state database's")]
    public async Task Tells_at_the_start_that_the_clock_is_wrong(int sign, string text)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(
            world.Settings, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + (sign * Wrong)), comparesClocks: true);
        using var stranger = new Api(gateway.Api.Address, null);

        var warnings = await Eventually.GetAsync(
            () => WarningsAsync(gateway.Api), found => found.Count > 0, "the clock is told", Promised);

        Assert.Matches(text, Assert.Single(warnings));
        Assert.Contains("NTP", warnings[0], StringComparison.Ordinal);
        Assert.Equal(["clock"], await WarningsAsync(stranger));
    }

    [Fact]
    public async Task Tells_while_it_runs_that_the_clock_was_moved_and_no_longer_when_it_is_right_again()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock, comparesClocks: true);

        await ReachesAsync(gateway, clock, TimeSpan.Zero, warnings: 0);
        await ReachesAsync(gateway, clock, Wrong, warnings: 1);
        await ReachesAsync(gateway, clock, TimeSpan.Zero, warnings: 0);
    }

    /// <summary>One that is ten minutes behind has written the row; the other one looks at it.</summary>
    [Fact]
    public async Task Blames_no_agent_for_what_the_clocks_of_two_nodes_are_apart()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var behind = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - Wrong);
        var right = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await ClockedGateway.StartAsync(world.Settings, behind, comparesClocks: true);
        await one.Api.ReachesAsync(await one.Api.SendSmsAsync("kshot"), "queued");
        await using var two = await ClockedGateway.StartAsync(world.Settings, right, comparesClocks: true);
        var nodes = two.Services.GetRequiredService<CompareNodes>();
        await Eventually.BeAsync(
            right,
            () =>
            {
                behind.Advance(TimeSpan.FromMilliseconds(200));
                return Task.FromResult(nodes.ClockSpread > Wrong / 2);
            },
            "it knows the clock of the other one");

        await two.RunJobAsync("watch-vendor/kshot");

        var vendor = (await two.Api.GetAsync("/v1/vendors/kshot")).Json;
        Assert.InRange((int)vendor["oldestQueuedSeconds"]!, 500, 800);
        Assert.Equal("up", (string?)vendor["status"]);
    }

    [Theory]
    [InlineData("[7]")]
    [InlineData("null")]
    [InlineData("""{ "kshot": null }""")]
    [InlineData("""{ "kshot": { "Protocol": null } }""")]
    public async Task Passes_over_the_row_of_a_node_that_cannot_be_read(string vendors)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock, comparesClocks: true);
        await world.State.ExecuteAsync($"""
            INSERT INTO gateway.nodes (id, name, vendors, expires_at)
            VALUES (gen_random_uuid(), 'damaged', '{vendors}', now() + interval '1 minute')
            """);

        await ReachesAsync(gateway, clock, Wrong, warnings: 1);

        Assert.DoesNotContain(
            (await gateway.Api.GetAsync("/v1/jobs")).Json["loops"]!.AsArray(),
            loop => (string)loop!["name"]! == "compare-nodes" && (string)loop["status"]! != "ok");
    }

    [Fact]
    public async Task Tells_on_both_nodes_that_a_vendor_leads_to_different_tables_and_forgets_it_when_one_has_stopped()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var one = await world.StartProcessAsync();
        Assert.Empty(await WarningsAsync(one.Api));
        world.Settings["Vendors:kshot:Kshot:QueueTable"] = "other_queue";

        await using var two = await world.StartProcessAsync();
        foreach (var node in new[] { one, two })
        {
            var told = await Eventually.GetAsync(
                () => WarningsAsync(node.Api), found => found.Count > 0, "it is told", Promised);
            Assert.Contains("Vendors:kshot:Kshot:QueueTable", Assert.Single(told), StringComparison.Ordinal);
            Assert.Contains("'other_queue'", told[0], StringComparison.Ordinal);
            Assert.Contains("the same settings", told[0], StringComparison.Ordinal);
            var vendor = (await node.Api.GetAsync("/v1/vendors/kshot")).Json;
            Assert.Equal(told, vendor["warnings"]!.AsArray().Select(text => (string)text!));
            await Eventually.BeAsync(
                () => Task.FromResult(node.Log.Contains("Kshot:QueueTable leads to", StringComparison.Ordinal)),
                "the log tells it");
        }

        await two.TerminateAsync();
        await Eventually.GetAsync(() => WarningsAsync(one.Api), found => found.Count == 0, "it is forgotten", Promised);
    }

    /// <summary>Of a secret nothing is written down, and who sees less of it is told less.</summary>
    [Fact]
    public async Task Writes_down_no_secret_and_compares_none()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var one = await world.StartProcessAsync();
        world.Settings["Vendors:kshot:ConnectionString"] += ";Application Name=another;Passfile=/nowhere-at-all";
        await using var two = await world.StartProcessAsync();
        await Eventually.BeAsync(
            async () => await world.State.CountAsync("SELECT count(*) FROM gateway.nodes") == 2, "both are there");

        var rows = (await world.State.QueryAsync("SELECT vendors::text AS vendors FROM gateway.nodes"))
            .Select(row => (string)row["vendors"]!).ToList();

        Assert.All(rows, row => Assert.Contains("agent_msgqueue", row, StringComparison.Ordinal));
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(world.Vendor.ConnectionString);
        Assert.All(rows, row => Assert.DoesNotContain("nowhere-at-all", row, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain(connection.Password!, row, StringComparison.Ordinal));
        Assert.Empty(await WarningsAsync(two.Api));
    }

    /// <summary>Moves the clock to so far from the right time, until the node has seen it.</summary>
    private static Task ReachesAsync(ClockedGateway gateway, FakeTimeProvider clock, TimeSpan off, int warnings) =>
        Eventually.GetAsync(
            () =>
            {
                clock.AdjustTime(TimeProvider.System.GetUtcNow() + off - Beat);
                clock.Advance(Beat);
                return WarningsAsync(gateway.Api);
            },
            found => found.Count == warnings,
            $"{warnings} warnings with a clock that is {off} off",
            Promised);

    private static async Task<IReadOnlyList<string>> WarningsAsync(Api api) =>
        [.. (await api.GetAsync("/health/ready")).Json["warnings"]!.AsArray().Select(text => (string)text!)];
}
