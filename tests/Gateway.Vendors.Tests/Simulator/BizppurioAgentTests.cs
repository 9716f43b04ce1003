using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class BizppurioAgentTests
{
    private const string Kakao = "MSG_TYPE, SENDER_KEY, TEMPLATE_CODE, NATION_CODE";
    private const string KakaoValues = "6, 'key', 'T1', '82'";

    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    private static BizppurioAgentOptions Slow => new() { AcceptDelay = TimeSpan.FromSeconds(1), ResultDelay = TimeSpan.FromSeconds(2) };

    private static BizppurioAgentOptions Fast => new() { AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Walks_a_row_through_all_states_when_time_passes(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Slow);
        await world.InsertAsync("a1", "01012340000");

        await world.Agent.StepAsync();
        var sent = await world.StatusAsync("a1");
        world.Clock.Advance(1);
        await world.Agent.StepAsync();
        var accepted = await world.MessageAsync("a1");
        world.Clock.Advance(2);
        await world.Agent.StepAsync();
        var done = await world.StatusAsync("a1");
        world.Clock.Advance(10);
        await world.Agent.StepAsync();

        Assert.Equal(["7/", "1/", "2/4100"], [sent, $"{accepted["STATUS"]}/{accepted["CALL_STATUS"]}", done]);
        Assert.StartsWith("20261120140001000", $"{accepted["UMID"]}", StringComparison.Ordinal);
        var logged = Assert.Single(await world.LogAsync("202611"));
        Assert.Equal(new DateTime(2026, 11, 20, 14, 0, 3), logged["REPORT_TIME"]);
        Assert.Equal(accepted["UMID"], logged["UMID"]);
        Assert.Contains($"{logged["TEL_INFO"]}", new[] { "SKT", "KTF", "LGT" });
        Assert.Empty(await world.MessagesAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Refuses_what_the_module_checks_when_it_takes_the_row(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast);
        await world.InsertAsync("fits", "01012340000", new string('가', 45));
        await world.InsertAsync("long", "01012340000", new string('가', 45) + "a");
        await world.InsertAsync("lms", "01012340000", new string('가', 1000), "MSG_TYPE, SUBJECT", "5, 's'");
        await world.InsertAsync("nokey", "01012340000", columns: "MSG_TYPE", values: "6");
        await world.InsertAsync("stale", "01012340000");
        await world.Database.ExecuteAsync("UPDATE BIZ_MSG SET SEND_TIME = '2026-11-19 13:59:59' WHERE CMID = 'stale'");

        await world.Agent.StepAsync();

        var rows = (await world.MessagesAsync()).ToDictionary(row => $"{row["CMID"]}", row => $"{row["STATUS"]}/{row["CALL_STATUS"]}");
        Assert.Equal("2/4100 2/9024 2/6600 2/9015 2/9020", $"{rows["fits"]} {rows["long"]} {rows["lms"]} {rows["nokey"]} {rows["stale"]}");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Holds_a_row_when_its_send_time_is_ahead(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast);
        await world.InsertAsync("a1", "01012340000");
        await world.Database.ExecuteAsync("UPDATE BIZ_MSG SET SEND_TIME = '2026-11-20 14:00:10'");

        await world.Agent.StepAsync();
        var before = await world.StatusAsync("a1");
        world.Clock.Advance(10);
        await world.Agent.StepAsync();

        Assert.Equal(["0/", "2/4100"], new[] { before, await world.StatusAsync("a1") });
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Deletes_used_files_and_fails_when_one_is_missing_or_empty(DatabaseKind kind)
    {
        var spool = Directory.CreateTempSubdirectory("gw_spool_");
        await File.WriteAllTextAsync(Path.Combine(spool.FullName, "a.jpg"), "x");
        await File.WriteAllTextAsync(Path.Combine(spool.FullName, "empty.jpg"), "");
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast with { SpoolDirectory = spool.FullName });
        await world.InsertAsync("good", "01012340000", columns: "MSG_TYPE, ATTACHED_FILE", values: "5, 'a.jpg'");
        await world.InsertAsync("missing", "01012340000", columns: "MSG_TYPE, ATTACHED_FILE", values: "5, 'a.jpg|b.jpg'");
        await world.InsertAsync("empty", "01012340000", columns: "MSG_TYPE, ATTACHED_FILE", values: "5, 'empty.jpg'");

        await world.Agent.StepAsync();
        var files = spool.GetFiles().Select(file => file.Name).ToList();
        spool.Delete(recursive: true);

        Assert.Equal(["2/6600", "2/9017", "2/9018"], new[] { await world.StatusAsync("good"), await world.StatusAsync("missing"), await world.StatusAsync("empty") });
        Assert.Equal(["empty.jpg"], files);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Takes_the_detour_over_11_when_the_client_falls_back(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast);
        await world.InsertAsync("a1", "01012349909", columns: Kakao + ", RE_TYPE, RE_BODY, RE_PART", values: KakaoValues + ", 'SMS', 'instead', 'C'");

        await world.Agent.StepAsync();
        var detour = await world.MessageAsync("a1");
        var fallback = await world.MessageAsync($"{detour["UMID"]}");
        world.Clock.Advance(1);
        await world.Agent.StepAsync();

        Assert.Equal("11/7318", $"{detour["STATUS"]}/{detour["CALL_STATUS"]}");
        Assert.Equal("0/0/instead", $"{fallback["STATUS"]}/{fallback["MSG_TYPE"]}/{fallback["MSG_BODY"]}");
        Assert.Equal("2/7318", await world.StatusAsync("a1"));
        Assert.Equal("2/4100", await world.StatusAsync($"{detour["UMID"]}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Creates_a_sent_row_when_the_server_falls_back(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Slow with { AcceptDelay = TimeSpan.Zero });
        await world.InsertAsync("a1", "01012349909", columns: Kakao + ", RE_TYPE, RE_PART, ATTACHED_FILE", values: KakaoValues + ", 'MMS', 'G', 'b.json|p.jpg'");

        await world.Agent.StepAsync();
        world.Clock.Advance(2);
        await world.Agent.StepAsync();
        var original = await world.MessageAsync("a1");
        var fallback = await world.MessageAsync($"{original["UMID"]}");
        world.Clock.Advance(2);
        await world.Agent.StepAsync();

        Assert.Equal("2/7318", $"{original["STATUS"]}/{original["CALL_STATUS"]}");
        Assert.Equal("1/5/p.jpg", $"{fallback["STATUS"]}/{fallback["MSG_TYPE"]}/{fallback["ATTACHED_FILE"]}");
        Assert.Equal("2/6600", await world.StatusAsync($"{original["UMID"]}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Falls_back_twice_when_the_first_fallback_fails_too(DatabaseKind kind)
    {
        var outcomes = new OutcomeOptions { Endings = new Dictionary<string, string> { ["alimtalk/0001"] = "7318", ["sms/0001"] = "4401" } };
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast with { SecondFallback = true, Outcomes = outcomes });
        await world.InsertAsync("a1", "01012340001", columns: Kakao + ", RE_TYPE", values: KakaoValues + ", 'SMS'");

        for (var i = 0; i < 3; i++)
        {
            await world.Agent.StepAsync();
            world.Clock.Advance(1);
        }

        var umid = $"{(await world.MessageAsync("a1"))["UMID"]}";
        Assert.Equal("RE_" + umid, (await world.MessageAsync(umid))["UMID"]);
        Assert.Equal("2/6600", await world.StatusAsync("RE_" + umid));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Logs_by_month_of_the_send_time_and_twice_when_it_is_a_duplicate(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast);
        world.Clock.Set("2026-11-30T23:59:59");
        await world.InsertAsync("a1", "01012340000");
        await world.InsertAsync("a2", "01012349904");
        await world.Agent.StepAsync();

        world.Clock.Advance(10);
        await world.Agent.StepAsync();

        Assert.Equal(["a1", "a2", "a2"], (await world.LogAsync("202611")).Select(row => $"{row["CMID"]}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Shows_its_odd_sides_when_the_ending_says_so(DatabaseKind kind)
    {
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast);
        foreach (var ending in new[] { "9901", "9902", "9903", "9905", "9907", "9908" })
            await world.InsertAsync("m" + ending, "0101234" + ending);

        await world.Agent.StepAsync();
        var before = (await world.MessagesAsync()).Select(row => $"{row["STATUS"]}/{row["CALL_STATUS"]}").ToList();
        await world.NewAgent(Fast).StepAsync();
        world.Clock.Advance(3600);
        await world.NewAgent(Fast with { MoveInterval = TimeSpan.FromDays(9) }).StepAsync();

        Assert.Equal(["1/", "1/", "1/", "7/", "2/4410", "2/8888"], before);
        Assert.Equal(["1/", "2/4100", "2/4100", "7/"], (await world.MessagesAsync()).Take(4).Select(row => $"{row["STATUS"]}/{row["CALL_STATUS"]}"));
        Assert.Equal(new DateTime(2026, 11, 20, 15, 0, 0), (await world.MessageAsync("m9902"))["REPORT_TIME"]);
        Assert.Equal(new DateTime(2026, 11, 20, 14, 0, 0), (await world.MessageAsync("m9903"))["REPORT_TIME"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fills_pages_seconds_and_answer_when_the_type_has_them(DatabaseKind kind)
    {
        var outcomes = new OutcomeOptions { Mix = new Dictionary<string, string> { ["mobilevoice"] = "2202" } };
        await using var world = await BizppurioWorld.CreateAsync(kind, Fast with { Outcomes = outcomes });
        await world.InsertAsync("fax", "03112341234", columns: "MSG_TYPE, ATTACHED_FILE", values: "2, 'a.pdf'");
        await world.InsertAsync("phone", "01012340000", columns: "MSG_TYPE", values: "3");

        await world.Agent.StepAsync();

        var fax = await world.MessageAsync("fax");
        var phone = await world.MessageAsync("phone");
        Assert.Equal("3200", fax["CALL_STATUS"]);
        Assert.InRange(Convert.ToInt32(fax["USE_PAGE"]), 1, 3);
        Assert.Equal("2202", phone["CALL_STATUS"]);
        Assert.InRange(Convert.ToInt32(phone["USE_TIME"]), 10, 30);
        Assert.InRange(Convert.ToInt32(phone["SN_RESULT"]), 1, 9);
    }
}
