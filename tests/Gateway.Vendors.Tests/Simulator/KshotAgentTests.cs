using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class KshotAgentTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    private static KshotAgentOptions Slow => new() { AcceptDelay = TimeSpan.FromSeconds(1), ResultDelay = TimeSpan.FromSeconds(2) };

    private static KshotAgentOptions Fast => new() { AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Walks_a_row_through_all_states_when_time_passes(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Slow);
        await world.InsertAsync("01012340000");

        await world.Agent.StepAsync();
        var sent = Assert.Single(await world.QueueAsync());
        world.Clock.Advance(1);
        await world.Agent.StepAsync();
        var accepted = Assert.Single(await world.QueueAsync());
        world.Clock.Advance(2);
        await world.Agent.StepAsync();
        var done = Assert.Single(await world.ResultAsync());
        world.Clock.Advance(2);
        await world.Agent.StepAsync();
        var logged = Assert.Single(await world.LogAsync("202611"));

        Assert.Equal(["1/-1", "2/-1", "3/0", "4/0"], new[] { sent, accepted, done, logged }.Select(row => $"{row["state"]}/{row["result"]}"));
        Assert.Equal(new DateTime(2026, 11, 20, 14, 0, 0), logged["sendTime"]);
        Assert.Equal(new DateTime(2026, 11, 20, 14, 0, 1), logged["responseTime"]);
        Assert.Equal(new DateTime(2026, 11, 20, 14, 0, 3), logged["resultTime"]);
        Assert.Equal("our-id", logged["etc2"]);
        Assert.Equal(sent["Id"], logged["Id"]);
        Assert.Empty(await world.QueueAsync());
        Assert.Empty(await world.ResultAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Waits_for_a_reserved_row_when_it_is_not_due(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast);
        await world.InsertAsync("01012340000", "isReserved, reservedTime", "'Y', '2026-11-20 14:10:00'");

        await world.Agent.StepAsync();
        var early = await world.QueueAsync();
        world.Clock.Advance(600);
        await world.Agent.StepAsync();

        Assert.Equal("0", $"{early[0]["state"]}");
        Assert.Single(await world.ResultAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Takes_no_more_than_its_rate_when_many_wait(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Slow with { Tps = 10, BatchSize = 4 });
        for (var i = 0; i < 25; i++)
            await world.InsertAsync($"0101234{i:0000}");

        await world.Agent.StepAsync();
        var first = await world.CountAsync("state = 0");
        world.Clock.Advance(0.5);
        await world.Agent.StepAsync();
        var second = await world.CountAsync("state = 0");
        world.Clock.Advance(600);
        await world.Agent.StepAsync();

        var third = await world.CountAsync("state = 0");
        Assert.Equal([15, 10, 0], [first, second, third]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Chooses_the_result_by_ending_when_one_is_known(DatabaseKind kind)
    {
        var options = Fast with { Outcomes = new OutcomeOptions { Endings = new Dictionary<string, string> { ["0007"] = "7", ["fax/0008"] = "1901" } } };
        await using var world = await KshotWorld.CreateAsync(kind, options);
        await world.InsertAsync("01012340007");
        await world.InsertAsync("0212340008", "kind", "3");
        await world.InsertAsync("0212340009", "kind", "3");
        await world.InsertAsync("01012340008");

        await world.Agent.StepAsync();

        var rows = await world.ResultAsync();
        Assert.Equal(["7", "1901", "0", "0"], rows.Select(row => $"{row["result"]}"));
        Assert.InRange(Convert.ToInt32(rows[2]["telecom"]), 1, 3);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Creates_a_fallback_row_when_an_alimtalk_fails(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast);
        await world.InsertAsync("01012349909", "kind, subject, AFTALK_REPLACE_TYPE, AFTALK_REPLACE_MSG", "4, 'title', 'L', 'instead'");
        await world.InsertAsync("01012349909", "kind, AFTALK_REPLACE_TYPE", "4, 'N'");

        await world.Agent.StepAsync();
        var fallback = Assert.Single(await world.QueueAsync());
        world.Clock.Advance(1);
        await world.Agent.StepAsync();

        var alimtalks = await world.ResultAsync("kind = 4");
        var done = Assert.Single(await world.ResultAsync("kind = 1"));
        Assert.Equal(["3018", "3018"], alimtalks.Select(row => $"{row["result"]}"));
        Assert.Equal(alimtalks[0]["Id"], fallback["AFTALK_REPLACE_ID"]);
        Assert.Equal("0/instead/title/", $"{fallback["state"]}/{fallback["message"]}/{fallback["subject"]}/{fallback["etc2"]}");
        Assert.Equal("3/0", $"{done["state"]}/{done["result"]}");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fails_a_lost_row_in_the_window_when_it_is_older_than_expire_hours(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast);
        await world.InsertAsync("01012349901");
        await world.InsertAsync("01012349905", "kind", "1");

        await world.Agent.StepAsync();
        var states = (await world.QueueAsync()).Select(row => $"{row["state"]}").ToList();
        world.Clock.Set("2026-11-22T14:00:00");
        await world.Agent.StepAsync();
        var afternoon = await world.QueueAsync();
        world.Clock.Set("2026-11-23T05:30:00");
        await world.Agent.StepAsync();

        Assert.Equal(["2", "1"], states);
        Assert.Equal(2, afternoon.Count);
        Assert.Equal(["999", "9999"], (await world.ResultAsync()).Select(row => $"{row["result"]}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Reports_late_with_a_new_or_an_old_time_when_the_ending_says_so(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Slow with { AcceptDelay = TimeSpan.Zero });
        await world.InsertAsync("01012349902");
        await world.InsertAsync("01012349903");

        await world.Agent.StepAsync();
        world.Clock.Advance(3600);
        await world.Agent.StepAsync();
        var early = await world.QueueAsync();
        world.Clock.Advance(2);
        await world.Agent.StepAsync();

        Assert.Equal(2, early.Count);
        var rows = await world.ResultAsync();
        Assert.Equal(new DateTime(2026, 11, 20, 15, 0, 2), rows[0]["resultTime"]);
        Assert.Equal(new DateTime(2026, 11, 20, 14, 0, 2), rows[1]["resultTime"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Goes_on_with_the_rows_when_another_instance_takes_over(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Slow);
        await world.InsertAsync("01012340000");
        await world.Agent.StepAsync();
        world.Clock.Advance(5);

        var second = world.NewAgent(Slow);
        await second.StepAsync();
        world.Clock.Advance(5);
        await second.StepAsync();

        Assert.Single(await world.ResultAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Reports_all_others_when_lost_rows_fill_whole_batches(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast with { BatchSize = 2 });
        foreach (var ending in new[] { "9901", "9905", "9901", "9905", "9901", "0000", "9905", "0000" })
            await world.InsertAsync("0101234" + ending);

        await world.Agent.StepAsync();
        await world.Agent.StepAsync();

        Assert.Equal(2, (await world.ResultAsync()).Count);
        Assert.Equal(6, await world.CountAsync("state IN (1, 2)"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Does_nothing_when_nothing_is_due(DatabaseKind kind)
    {
        await using var world = await KshotWorld.CreateAsync(kind, Fast);

        Assert.Equal(0, await world.Agent.StepAsync());
    }
}
