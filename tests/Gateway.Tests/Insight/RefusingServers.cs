using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>Servers that answer and refuse: each refusal is the server's own, is told with its remedy, loses and doubles nothing, and is over when it is mended.</summary>
public sealed class RefusingServers(PrivateServers servers, ITestOutputHelper output) : IClassFixture<PrivateServers>
{
    private const double ToldWithin = 10;

    /// <summary>The database, what is done to it, and a word of the remedy.</summary>
    public static TheoryData<DatabaseKind, string, string> Faults => new()
    {
        { DatabaseKind.MySql, "denied", "Grant the gateway's user" },
        { DatabaseKind.MySql, "read-only", "make it writable" },
        { DatabaseKind.MySql, "connections of the user", "Raise the server's limit of connections" },
        { DatabaseKind.MySql, "connections", "Raise the server's limit of connections" },
        { DatabaseKind.PostgreSql, "denied", "Grant the gateway's user" },
        { DatabaseKind.PostgreSql, "connections of the user", "Raise the server's limit of connections" },
        { DatabaseKind.PostgreSql, "full", "Make room" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task Are_told_with_the_remedy_within_10_s_and_get_everything_once_when_they_are_mended(DatabaseKind kind, string fault, string remedy)
    {
        await using var server = await NewAsync(kind);
        await using var gateway = await StartAsync(kind, server);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        await server.BreakAsync(fault);
        var clock = Stopwatch.StartNew();
        await gateway.Api.SendManyAsync("kshot", 300);
        var told = await Eventually.GetAsync(() => VendorAsync(gateway), vendor => ((string?)vendor["reason"] ?? "").Contains(remedy, StringComparison.Ordinal), "it is told with the remedy", seconds: 20);
        var seconds = clock.Elapsed.TotalSeconds;
        output.WriteLine($"{kind}, {fault}: {told["status"]} after {seconds:F1} s: {told["reason"]}");
        await server.MendAsync(fault);

        await Eventually.BeAsync(async () => await server.CountAsync("count(*)") == 301, "all rows are in", seconds: 30);
        Assert.Equal(301, await server.CountAsync("count(DISTINCT etc1)"));
        Assert.InRange(seconds, 0, ToldWithin);
        Assert.NotEqual("up", (string?)told["status"]);
        await Eventually.GetAsync(() => VendorAsync(gateway), vendor => (string?)vendor["status"] == "up", "it is up again", seconds: 30);
    }

    /// <summary>The smallest packets of the server: a few short messages go in together, a long one not even alone.</summary>
    [Fact]
    public async Task Get_smaller_statements_when_a_packet_is_too_large_and_only_a_message_that_is_too_large_alone_fails()
    {
        await using var server = await NewAsync(DatabaseKind.MySql);
        await using var gateway = await StartAsync(DatabaseKind.MySql, server);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        await server.Server.Admin.ExecuteAsync("SET GLOBAL net_buffer_length = 1024; SET GLOBAL max_allowed_packet = 3072");
        try
        {
            await server.EndSessionsAsync();

            var large = await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "lms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "subject": "긴 글", "text": "{{new string('가', 1000)}}" }""");
            await gateway.Api.SendManyAsync("kshot", 40, "normal");

            await gateway.Api.ReachesAsync((string)large.Json["messages"]![0]!["id"]!, "failed", seconds: 40);
            await Eventually.BeAsync(async () => await server.CountAsync("count(*)") == 41, "all others are in", seconds: 40);
            Assert.Equal(41, await server.CountAsync("count(DISTINCT etc1)"));
            Assert.Contains("max_allowed_packet", gateway.Log, StringComparison.Ordinal);
        }
        finally
        {
            await server.Server.Admin.ExecuteAsync("SET GLOBAL max_allowed_packet = 16777216; SET GLOBAL net_buffer_length = 16384");
        }
    }

    private static async Task<JsonNode> VendorAsync(GatewayProcess gateway) => (await gateway.Api.GetAsync("/v1/vendors/kshot")).Json;

    private async Task<ServerFault> NewAsync(DatabaseKind kind)
    {
        var server = await servers.GetAsync(kind);
        var user = $"v{Guid.NewGuid().ToString("N")[..8]}";
        return new ServerFault(server, await server.CreateAsync(user, ofItsOwn: true), user);
    }

    private static async Task<GatewayProcess> StartAsync(DatabaseKind kind, ServerFault server)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:ConnectionString"] = server.Database.ConnectionString;
        return await world.StartProcessAsync();
    }
}
