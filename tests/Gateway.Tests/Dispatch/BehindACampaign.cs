using System.Diagnostics;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A million messages wait, and a one-time password does not.</summary>
public sealed class BehindACampaign
{
    private const int Campaign = 1_000_000;
    private const int Part = 100_000;
    private const int Tries = 15;

    [Fact]
    public async Task A_password_enters_the_queue_within_a_hundred_milliseconds_and_stands_before_all_but_its_bound()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.MySql);
        world.Settings["Vendors:kshot:MaxQueued"] = "100";
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        var alone = await TakenAsync(world, gateway);
        await world.Vendor.ExecuteAsync("DELETE FROM agent_msgqueue");

        // As a campaign stands when the agent is slower than its sender: bulk has filled its part, the rest waits in the gateway.
        await world.Vendor.ExecuteAsync("INSERT INTO agent_msgqueue (kind, state, result, etc1) WITH RECURSIVE n AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM n WHERE n < 70) SELECT 0, 0, -1, CONCAT('campaign ', n) FROM n");
        for (var first = 1; first <= Campaign; first += Part)
        {
            await world.State.ExecuteAsync($"""
                INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at)
                SELECT
                    ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                    '00000000-0000-7000-8000-000000000001',
                    'kshot', 2, 0, now() - interval '1 hour', now() + interval '2 days'
                FROM generate_series({first}, {first + Part - 1}) AS n
                """);
        }

        var behind = await TakenAsync(world, gateway);

        Assert.InRange(await world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue WHERE state = 0"), 0, 100);
        Assert.Equal(Campaign, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Waiting}"));

        // Other programs on the machine may hold up both.
        var most = TimeSpan.FromMilliseconds(100);
        Assert.InRange(behind, TimeSpan.Zero, most > alone * 2 ? most : alone * 2);
    }

    /// <summary>The middle one of some passwords, from accepted to queued.</summary>
    private static async Task<TimeSpan> TakenAsync(PrivateGateway world, GatewayProcess gateway)
    {
        var took = new List<TimeSpan>();
        for (var i = 0; i < Tries; i++)
        {
            var id = await gateway.Api.SendSmsAsync("kshot", text: "인증번호 1234", more: ", \"priority\": \"high\"");
            var clock = Stopwatch.StartNew();
            await Eventually.BeAsync(
                async () => await world.QueuedRowsAsync(id) == 1, "the password stands in the queue");
            took.Add(clock.Elapsed);
        }

        return took.Order().ElementAt(Tries / 2);
    }
}
