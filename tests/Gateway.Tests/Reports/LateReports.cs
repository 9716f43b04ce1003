using Gateway.Simulator.Agents;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>
/// A report that comes after its message has expired, in the next month, corrects the message once, with every agent.
/// </summary>
public sealed class LateReports
{
    private static readonly string[] Protocols = ["kshot", "bizppurio", "xroshot", "emma", "lguplus"];

    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);
    private static readonly TimeSpan ResultDelay = TimeSpan.FromHours(60);

    /// <summary>10:00 in Korea; the reports come on the first of February.</summary>
    private static readonly DateTimeOffset Start = new(2027, 1, 30, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Correct_once_what_has_expired(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        IAgent[] agents = [.. Protocols.Select(protocol => AgentRunner.AgentOf(protocol, world.Vendor, "", clock, ResultDelay))];
        foreach (var agent in agents)
        {
            await agent.CreateTablesAsync(TestContext.Current.CancellationToken);
        }

        await using var gateway = await ClockedGateway.StartAsync(Settings(world), clock);
        await RunAsync(gateway, "collect-reports");
        var ids = await SendAsync(gateway);
        await WorkAsync(agents, clock);
        await RunAsync(gateway, "collect-reports");
        Assert.Equal(All("sending"), await StatusesAsync(gateway, ids));

        // What one run sees taken, the next one ends.
        clock.Advance(Validity);
        await RunAsync(gateway, "expire-messages");
        await RunAsync(gateway, "expire-messages");
        Assert.Equal(All("expired 405"), await StatusesAsync(gateway, ids));

        clock.SetUtcNow(Start + ResultDelay);
        await WorkAsync(agents, clock);
        await RunAsync(gateway, "collect-reports");
        Assert.Equal(All("delivered 0 late"), await StatusesAsync(gateway, ids));

        await WorkAsync(agents, clock);
        await RunAsync(gateway, "collect-reports");
        Assert.Equal(
            (Protocols.Length, Protocols.Length),
            (await CountAsync(world, "{EventType.MessageExpired}"), await CountAsync(world, "{EventType.MessageDelivered}")));
    }

    private static IEnumerable<string> All(string status) => Protocols.Select(protocol => $"{protocol} {status}");

    private static Dictionary<string, string> Settings(PrivateGateway world)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = world.State.ConnectionString,
            ["Gateway:Files:Root"] = world.Settings["Gateway:Files:Root"],
        };
        foreach (var protocol in Protocols)
        {
            settings[$"Vendors:{protocol}:Protocol"] = protocol;
            settings[$"Vendors:{protocol}:Database"] = world.Settings["Vendors:kshot:Database"];
            settings[$"Vendors:{protocol}:ConnectionString"] = world.Vendor.ConnectionString;
            settings[$"Vendors:{protocol}:Channels"] = "sms";
        }

        return settings;
    }

    private static async Task<IReadOnlyList<string>> SendAsync(ClockedGateway gateway)
    {
        var ids = new List<string>();
        foreach (var protocol in Protocols)
        {
            ids.Add(await gateway.Api.SendSmsAsync(protocol, more: $""", "expireHours": {Validity.TotalHours}"""));
        }

        foreach (var id in ids)
        {
            await gateway.Api.ReachesAsync(id, "queued");
        }

        return ids;
    }

    /// <summary>Enough for a row to be taken, or to get its result and be moved.</summary>
    private static async Task WorkAsync(IReadOnlyList<IAgent> agents, FakeTimeProvider clock)
    {
        for (var second = 0; second < 10; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            foreach (var agent in agents)
            {
                await agent.StepAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task RunAsync(ClockedGateway gateway, string job)
    {
        foreach (var protocol in Protocols)
        {
            await gateway.RunJobAsync($"{job}/{protocol}");
        }
    }

    private static async Task<IReadOnlyList<string>> StatusesAsync(ClockedGateway gateway, IReadOnlyList<string> ids)
    {
        var statuses = new List<string>();
        foreach (var (protocol, id) in Protocols.Zip(ids))
        {
            var message = (await gateway.Api.GetAsync($"/v1/messages/{id}")).Json;
            var late = (bool?)message["result"]?["late"] == true ? "late" : "";
            statuses.Add($"{protocol} {message["status"]} {message["result"]?["code"]} {late}".TrimEnd());
        }

        return statuses;
    }

    private static Task<long> CountAsync(PrivateGateway world, string type) =>
        world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE type = {type}");
}
