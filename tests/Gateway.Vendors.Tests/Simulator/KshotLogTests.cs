using Gateway.Simulator.Agents.Kshot;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class KshotLogTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    private static KshotAgentOptions Fast => new() { AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Opens_a_new_log_when_the_month_ends_between_result_and_move(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast);
        world.Clock.Set("2026-11-30T23:59:59");
        await world.InsertAsync("01012340000");
        await world.Agent.StepAsync();

        world.Clock.Advance(2);
        await world.Agent.StepAsync();

        Assert.Single(await world.LogAsync("202612"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Names_the_log_by_the_chosen_time_when_it_is_daily(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast with { Log = KshotLog.Day, LogPeriod = KshotLogPeriod.RegistTime, LogState4 = false });
        await world.InsertAsync("01012340000");
        world.Clock.Set("2026-11-21T00:00:00");
        await world.InsertAsync("01012340001");

        await world.Agent.StepAsync();
        world.Clock.Advance(2);
        await world.Agent.StepAsync();

        Assert.Equal("3", $"{Assert.Single(await world.LogAsync("20261120"))["state"]}");
        Assert.Single(await world.LogAsync("20261121"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Logs_a_row_twice_when_it_is_a_duplicate(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast with { Log = KshotLog.One });
        await world.InsertAsync("01012349904");

        await world.Agent.StepAsync();
        world.Clock.Advance(2);
        await world.Agent.StepAsync();

        Assert.Equal(2, (await world.Database.QueryAsync("SELECT * FROM agent_msglog")).Count);
        Assert.Empty(await world.ResultAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Leaves_rows_in_the_result_table_when_there_is_no_log(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast with { Log = KshotLog.Unuse });
        await world.InsertAsync("01012340000");

        await world.Agent.StepAsync();
        world.Clock.Advance(60);
        await world.Agent.StepAsync();

        Assert.Single(await world.ResultAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Works_with_fewer_columns_when_the_install_differs(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast with { QueueTable = "q1", ResultTable = "r1", LogTable = "l1", EtcColumns = 2 });
        await world.Database.ExecuteAsync("ALTER TABLE q1 DROP COLUMN telecom");
        await world.Database.ExecuteAsync("ALTER TABLE r1 DROP COLUMN AFTALK_AD_FLAG");
        await world.Database.ExecuteAsync("INSERT INTO q1 (kind, callbackNo, receiveNo, message, registTime) VALUES (0, '15770000', '01012340000', 'x', '2026-11-20 14:00:00')");

        await world.Agent.StepAsync();
        world.Clock.Advance(2);
        await world.Agent.StepAsync();

        Assert.Single(await world.Database.QueryAsync("SELECT * FROM l1_202611"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Standby_sends_when_the_active_agent_is_silent_for_a_minute(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast with { Watchdog = true });
        await world.Agent.StepAsync();
        var standby = world.NewAgent(Fast with { Watchdog = true, Standby = true });
        await world.InsertAsync("01012340000");

        await standby.StepAsync();
        var before = await world.CountAsync("state = 0");
        world.Clock.Advance(61);
        await standby.StepAsync();

        Assert.Equal(1, before);
        Assert.Single(await world.ResultAsync());
        var rows = await world.Database.QueryAsync("SELECT * FROM agent_watchdog ORDER BY agentid");
        Assert.Equal(["kshot/A/S", "kshot_s/S/A"], rows.Select(row => $"{row["agentid"]}/{row["mode_active"]}/{row["oper_active"]}"));
        Assert.Equal(world.Clock.Korea, rows[1]["opertime"]);
    }
}
