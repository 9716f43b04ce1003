using Gateway.Simulator.Agents.Lguplus;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class LguplusAgentTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    private static LguplusAgentOptions Slow => new() { ResultDelay = TimeSpan.FromSeconds(2), MoveInterval = TimeSpan.FromSeconds(5) };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Numbers_the_states_of_its_queues_differently(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow);
        await world.InsertSmsAsync(1, "01012340000");
        await world.InsertLongAsync(1, "01012340000");

        await world.StepAsync(0);
        var sent = (await world.SmsAsync(), await world.LongAsync());
        await world.StepAsync(2);
        var done = (await world.SmsAsync(), await world.LongAsync());
        await world.StepAsync(5);

        Assert.Equal([("1 1 00", "1 2"), ("1 2 06", "1 3 1000")], [sent, done]);
        Assert.Equal(("", ""), (await world.SmsAsync(), await world.LongAsync()));
        Assert.Equal(("1 2 06", "1 3 1000"), (await world.SmsAsync("SC_LOG_202611"), await world.LongAsync("MMS_LOG_202611")));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Keeps_finished_rows_when_it_has_no_log(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow with { KeepsQueue = true });
        await world.InsertSmsAsync(1, "01012349907");

        await world.StepAsync(0);
        await world.StepAsync(2);
        await world.StepAsync(60);

        Assert.Equal("1 2 07", await world.SmsAsync());
    }

    [Theory]
    [InlineData(LguplusMonth.Due, "SC_LOG_202611")]
    [InlineData(LguplusMonth.Move, "SC_LOG_202612")]
    public async Task Names_the_log_by_one_of_two_times(LguplusMonth month, string log)
    {
        await using var world = await LguplusWorld.CreateAsync(DatabaseKind.MySql, Slow with { Month = month });
        world.Clock.Set("2026-11-30T23:59:58");
        await world.InsertSmsAsync(1, "01012340000");

        await world.StepAsync(0);
        await world.StepAsync(3);
        await world.StepAsync(6);

        Assert.Equal("1 2 06", await world.SmsAsync(log));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Never_takes_what_is_not_due_and_fails_old_LMS(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow);
        await world.InsertSmsAsync(1, "01012340000");
        await world.InsertSmsAsync(2, "01012340000");
        await world.InsertLongAsync(1, "01012340000");
        await world.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_SENDDATE = '2026-11-20 14:10:00' WHERE TR_NUM = 1");
        await world.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_SENDDATE = '2026-11-20 12:00:00' WHERE TR_NUM = 2");
        await world.Database.ExecuteAsync("UPDATE MMS_MSG SET REQDATE = '2026-11-20 12:59:59'");

        await world.StepAsync(1);

        Assert.Equal(("1 0 00, 2 1 00", "1 3 9011"), (await world.SmsAsync(), await world.LongAsync()));
        Assert.Single(world.Agent.Sent);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fails_equal_texts_to_one_number_when_it_looks_for_them(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow with { DuplicateCheck = TimeSpan.FromSeconds(10), ResultDelay = TimeSpan.FromHours(1), KeepsQueue = true });
        await world.InsertSmsAsync(1, "01012340000");
        await world.InsertSmsAsync(2, "01012340000");
        await world.InsertSmsAsync(3, "01012340000", "다른 내용");
        await world.InsertSmsAsync(4, "01012340001");
        await world.StepAsync(1);
        await world.InsertSmsAsync(5, "01012340000");

        await world.StepAsync(11);

        Assert.Equal("1 1 00, 2 2 99, 3 1 00, 4 1 00, 5 1 00", await world.SmsAsync());
        Assert.Equal(0, await world.Database.NumberAsync("SELECT COUNT(*) FROM SC_TRAN WHERE TR_RSLTDATE IS NOT NULL"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fails_what_comes_outside_its_hours(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow with { Hours = (8, 14) });
        await world.InsertSmsAsync(1, "01012340000");
        await world.InsertLongAsync(1, "01012340000");

        await world.StepAsync(1);

        Assert.Equal(("1 2 91", "1 3 9001"), (await world.SmsAsync(), await world.LongAsync()));
        Assert.Empty(world.Agent.Sent);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fails_what_does_not_agree_with_its_files(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow);
        await world.InsertLongAsync(1, "01012340000", files: 1);
        await world.InsertLongAsync(2, "01012340000", files: 0, path: "/a.jpg");
        await world.InsertLongAsync(3, "01012340000", files: 1, path: "/a.jpg");

        await world.StepAsync(1);

        Assert.Equal("1 3 9007, 2 3 9007, 3 2", await world.LongAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Cuts_a_code_that_its_column_does_not_hold(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow with { ResultDelay = TimeSpan.Zero });
        await world.InsertSmsAsync(1, "01012349908");
        await world.InsertLongAsync(1, "01012349908");

        await world.StepAsync(1);

        Assert.Equal(("1 2 88", "1 3 8888"), (await world.SmsAsync(), await world.LongAsync()));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Sends_what_was_deleted_between_reading_and_marking(DatabaseKind kind)
    {
        await using var world = await LguplusWorld.CreateAsync(kind, Slow with { MarksLater = true, Fetches = true });
        await world.InsertSmsAsync(1, "01012340000");
        await world.InsertLongAsync(1, "01012340001");

        await world.StepAsync(1);
        var read = (await world.SmsAsync(), await world.LongAsync());
        await world.Database.ExecuteAsync("DELETE FROM SC_TRAN");
        await world.StepAsync(1);

        Assert.Equal(("1 0 00", "1 1"), read);
        Assert.Equal("1 2", await world.LongAsync());
        Assert.Equal(["01012340000", "01012340001"], world.Agent.Sent.Select(sent => sent.Phone));
    }
}
