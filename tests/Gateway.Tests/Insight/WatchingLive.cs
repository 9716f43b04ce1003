using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>What happens now, as a stream for those who look on: computed once a second for all, and only for them.</summary>
public sealed class WatchingLive(SharedGateway gateway)
{
    private const string Path = "/v1/live";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Counts_each_second_of_the_own_account_and_shows_its_lanes()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        using var other = await Tenant.CreateAsync(_api);
        await using var stream = await ServerSentEvents.OpenAsync(_api.Address, tenant.Key, Path);
        await stream.UpToDateAsync();

        for (var i = 0; i < 3; i++)
        {
            await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kpg"), "queued");
            await other.Api.SendSmsAsync("kpg");
        }

        await stream.ArrivesAsync(_ => Sum(stream, "queued") == 3, "all are counted");
        var last = await stream.ArrivesAsync(sent => Lanes(sent) is ["kpg normal 0 3"], "its lane is shown");
        await stream.ArrivesAsync(_ => Sum(stream, "accepted") == 3, "acceptances are counted, late ones too");
        var vendor = last.Json["vendors"]!.AsArray().Single(vendor => (string)vendor!["name"]! == "kpg")!;
        Assert.NotNull(vendor["status"]);
        Assert.Null(vendor["waiting"]);
        Assert.Equal(
            Ticks(stream).Select(tick => (DateTimeOffset)tick["counts"]!["at"]!).Distinct().Order(),
            Ticks(stream).Select(tick => (DateTimeOffset)tick["counts"]!["at"]!));
    }

    [Fact]
    public async Task Begins_with_the_last_minutes_so_that_a_plot_is_full_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_api, key: """ "test": true, "scopes": ["messages:send", "messages:read"] """);
        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kpg"), "delivered");
        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kpg", "01000000405"), "expired");

        JsonNode? history = null;
        await Eventually.BeAsync(
            async () =>
            {
                await using var stream = await ServerSentEvents.OpenAsync(_api.Address, tenant.Key, Path);
                history = (await stream.ArrivesAsync(sent => sent.Type == "history", "it begins with the history")).Json;
                return Of(history["seconds"]!, "accepted") == 2 && Of(history["seconds"]!, "expired") == 1;
            },
            "the seconds are settled");

        Assert.Equal((2, 1, 1, 0), (Of(history!["minutes"]!, "accepted"), Of(history["minutes"]!, "delivered"), Of(history["minutes"]!, "expired"), Of(history["minutes"]!, "pending")));
        Assert.Equal(1, Of(history["seconds"]!, "delivered"));
    }

    [Fact]
    public async Task Shows_an_operator_all_accounts_and_why_a_vendor_is_in_trouble()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await using var stream = await ServerSentEvents.OpenAsync(_api.Address, GatewayProcess.AdminKey, Path);
        await stream.UpToDateAsync();

        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kpg"), "queued");

        await stream.ArrivesAsync(_ => Sum(stream, "queued") >= 1 && Sum(stream, "accepted") >= 1, "others' messages are counted");
        var vendor = Ticks(stream).Last()["vendors"]!.AsArray().Single(vendor => (string)vendor!["name"]! == "kpg")!;
        Assert.NotNull(vendor["inFlight"]);
        Assert.NotNull(vendor["weight"]);
    }

    [Theory]
    [InlineData(""" "scopes": ["webhooks"] """, 403)]
    [InlineData("", 401)]
    public async Task Needs_a_key_that_reads_messages(string scopes, int status)
    {
        using var tenant = await Tenant.CreateAsync(_api, key: scopes.Length == 0 ? """ "test": true """ : scopes);
        using var nobody = new Api(_api.Address, null);

        Assert.Equal(status, (await (scopes.Length == 0 ? nobody : tenant.Api).GetAsync(Path)).Status);
    }

    [Fact]
    public async Task Goes_on_when_the_database_is_back_and_ends_with_the_process_and_costs_nothing_unwatched()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var first = await world.StartProcessAsync();
        await using var second = await world.StartProcessAsync();
        await using (var stream = await ServerSentEvents.OpenAsync(first.Api.Address, GatewayProcess.AdminKey, Path))
        {
            await stream.UpToDateAsync();
            relay.TakeDown();
            await Eventually.BeAsync(() => Task.FromResult(first.Log.Contains("watch-live failed", StringComparison.Ordinal)), "the outage is noticed");
            relay.BringBack();
            await second.Api.ReachesAsync(await second.Api.SendSmsAsync("kshot"), "queued", 60);
            await stream.ArrivesAsync(_ => Sum(stream, "queued") == 1, "what happened on the other node is counted");

            var (took, exitCode) = await first.TerminateAsync();
            Assert.Equal(0, exitCode);
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.True(await stream.Ended);
        }

        Assert.DoesNotContain("watch-live failed", second.Log, StringComparison.Ordinal); // Nobody watched there.

        // Who connects to the other node begins with what the first one has shown.
        await Eventually.BeAsync(
            async () =>
            {
                await using var moved = await ServerSentEvents.OpenAsync(
                    second.Api.Address, GatewayProcess.AdminKey, Path);
                var history = (await moved.ArrivesAsync(sent => sent.Type == "history", "it begins anew")).Json;
                return (Of(history["minutes"]!, "accepted"), Of(history["seconds"]!, "accepted")) == (1, 1);
            },
            "the other node shows what happened before");
    }

    private static IEnumerable<JsonNode> Ticks(ServerSentEvents stream) => stream.Events.Where(sent => sent.Type == "second").Select(sent => sent.Json);

    /// <summary>As a client adds up: a second that is told again takes the place of the first one.</summary>
    private static long Sum(ServerSentEvents stream, string what)
    {
        var seconds = new Dictionary<string, long>();
        foreach (var second in Ticks(stream).SelectMany(tick => new[] { tick["corrected"], tick["counts"] }).OfType<JsonNode>())
        {
            seconds[(string)second["at"]!] = (long)second[what]!;
        }

        return seconds.Values.Sum();
    }

    private static long Of(JsonNode items, string what) => items.AsArray().Sum(item => (long)item![what]!);

    private static string[] Lanes(SentEvent sent) => sent.Type != "second"
        ? []
        : [.. sent.Json["lanes"]!.AsArray().Select(lane => $"{lane!["vendor"]} {lane["lane"]} {lane["waiting"]} {lane["inFlight"]}")];
}
