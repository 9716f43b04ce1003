using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>An agent that was away for longer than it accepts rows still sends what waited for it.</summary>
public sealed class AgingRows
{
    public static MatrixTheoryData<string, DatabaseKind> Cases => new(
        VendorProtocols.All.Where(protocol => protocol.RefusesOldRows).Select(protocol => protocol.Name), [DatabaseKind.PostgreSql, DatabaseKind.MySql]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Are_sent_when_the_agent_was_away_for_longer_than_it_accepts_rows(string protocol, DatabaseKind kind)
    {
        var young = protocol switch
        {
            "emma" => "SELECT count(*) FROM em_smt_tran WHERE msg_status = '1' AND date_client_req",
            "lguplus" => "SELECT count(*) FROM SC_TRAN WHERE TR_SENDSTAT = '0' AND TR_SENDDATE",
            _ => "SELECT count(*) FROM BIZ_MSG WHERE STATUS = 0 AND SEND_TIME",
        };
        var world = await PrivateGateway.CreateAsync(kind);
        foreach (var name in new[] { "Database", "ConnectionString", "CreateTables" })
        {
            world.Settings[$"Vendors:biz:{name}"] = world.Settings[$"Vendors:kshot:{name}"];
        }

        world.Settings["Vendors:biz:Protocol"] = protocol;
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await gateway.Api.SendSmsAsync("biz", more: """, "expireHours": 72""");
        await gateway.Api.ReachesAsync(id, "queued");

        for (var hours = 0; hours < 30; hours += 2)
        {
            clock.Advance(TimeSpan.FromHours(2));
            await gateway.RunJobAsync("renew-rows/biz");
            Assert.Equal(1, await world.Vendor.CountAsync($"{young} > '{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).AddHours(-3):yyyy-MM-dd HH:mm:ss}'"));
        }

        var agent = AgentRunner.AgentOf(protocol, world.Vendor, "", clock);
        for (var step = 0; step < 5; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await agent.StepAsync(TestContext.Current.CancellationToken);
        }

        await gateway.RunJobAsync("collect-reports/biz");
        Assert.Equal("delivered", await gateway.Api.StatusAsync(id));
    }
}
