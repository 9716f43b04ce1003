using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class XroshotAgentTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    private static XroshotAgentOptions Slow => new()
    {
        AcceptDelay = TimeSpan.FromSeconds(1),
        InterimDelay = TimeSpan.FromSeconds(2),
        ResultDelay = TimeSpan.FromSeconds(4),
    };

    private static XroshotAgentOptions Fast => new() { AcceptDelay = TimeSpan.Zero, InterimDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Walks_a_job_through_all_tables_when_time_passes(DatabaseKind kind)
    {
        await using var world = await XroshotWorld.CreateAsync(kind, Slow);
        await world.SmsAsync("kim^01012340000|lee^01012349907", count: 2);

        await world.Agent.StepAsync();
        var sent = Assert.Single(await world.SendAsync());
        world.Clock.Advance(1);
        await world.Agent.StepAsync();
        var accepted = await world.DetailAsync();
        var report = Assert.Single(await world.ReportAsync());
        world.Clock.Advance(1);
        await world.Agent.StepAsync();
        var interim = await world.DetailAsync();
        world.Clock.Advance(2);
        await world.Agent.StepAsync();
        var final = await world.DetailAsync();
        var counted = Assert.Single(await world.ReportAsync());

        Assert.Equal("2/20261120140000", $"{sent["SEND_STATUS"]}/{sent["SEND_PROC_TIME"]}");
        Assert.Empty(await world.SendAsync());
        Assert.Equal("our-id", report["RESERVED2"]);
        Assert.Equal(["1 kim 01012340000 0/", "2 lee 01012349907 0/"], accepted.Select(Shown));
        Assert.Equal(["1 kim 01012340000 43/", "2 lee 01012349907 43/"], interim.Select(Shown));
        Assert.Equal(["1 kim 01012340000 2/0", "2 lee 01012349907 6/203"], final.Select(Shown));
        Assert.Equal(["20261120140004", ""], final.Select(row => $"{row["DELIVER_DATE"]}"));
        Assert.All(final, row => Assert.Equal("20261120140004", row["REPORT_RES_DATE"]));
        Assert.All(final, row => Assert.Equal(report["JOB_ID"], row["JOB_ID"]));
        Assert.Equal("1/1", $"{counted["SUCC_COUNT"]}/{counted["FAIL_COUNT"]}");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fills_the_columns_of_each_kind_when_it_reports(DatabaseKind kind)
    {
        await using var world = await XroshotWorld.CreateAsync(kind, Fast with { OldAgent = true });
        await world.MmsAsync("a^01012340000");
        await world.VoiceAsync("a^01012340000");
        await world.FaxAsync("a^0226770772");
        await world.FaxAsync("a^0226779901");

        await world.Agent.StepAsync();

        Assert.InRange(Convert.ToInt32(Assert.Single(await world.DetailAsync("MMS"))["MOBILE_INFO"]), 1, 3);
        var voice = Assert.Single(await world.DetailAsync("VMS"));
        Assert.Equal("2", $"{voice["MSG_SUBJOB_TYPE"]}");
        Assert.InRange(Convert.ToInt32(voice["DURATION"]), 10, 30);
        var fax = await world.DetailAsync("FMS");
        Assert.InRange(Convert.ToInt32(fax[0]["FAX_PAGE"]), 1, 3);
        Assert.Equal("2/0 1/-2", $"{fax[0]["RESULT"]}/{fax[0]["TCS_RESULT"]} {fax[1]["RESULT"]}/{fax[1]["TCS_RESULT"]}");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Keeps_the_row_with_minus_1_when_the_server_refuses_it(DatabaseKind kind)
    {
        await using var world = await XroshotWorld.CreateAsync(kind, Fast);
        await world.SmsAsync("kim^01012349906");
        await world.SmsAsync("kim^01012340000", count: 0);
        await world.SmsAsync(string.Join('|', Enumerable.Range(0, 101).Select(i => $"n^0101234{i:0000}")), count: 101);
        await world.SmsAsync(string.Join('|', Enumerable.Range(0, 100).Select(i => $"n^0101234{i:0000}")), count: 100);

        await world.Agent.StepAsync();
        world.Clock.Advance(60);
        await world.Agent.StepAsync();

        Assert.Equal(["-1/99", "-1/99", "-1/99"], (await world.SendAsync()).Select(row => $"{row["SEND_STATUS"]}/{row["SEND_RESULT"]}"));
        Assert.Equal(100, (await world.DetailAsync()).Count);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Holds_a_reserved_job_when_it_is_not_due(DatabaseKind kind)
    {
        await using var world = await XroshotWorld.CreateAsync(kind, Fast);
        await world.SmsAsync("kim^01012340000", schedule: 1, sendDate: "20261120141000");
        await world.SmsAsync("kim^01012340000", schedule: 0, sendDate: "20261120141000");

        await world.Agent.StepAsync();
        var early = await world.SendAsync();
        world.Clock.Advance(600);
        await world.Agent.StepAsync();

        Assert.Equal("0", $"{Assert.Single(early)["SEND_STATUS"]}");
        Assert.Equal(2, (await world.DetailAsync()).Count);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Opens_monthly_tables_with_the_suffix_when_the_first_job_of_the_month_is_taken(DatabaseKind kind)
    {
        var options = Slow with { Reports = XroshotReports.Monthly, Suffix = "A" };
        await using var world = await XroshotWorld.CreateAsync(kind, options);
        world.Clock.Set("2026-11-30T23:59:59");
        await world.SmsAsync("kim^01012340000", table: "SDK_SMS_SEND_A");
        world.Clock.Advance(2);
        await world.SmsAsync("kim^01012340000", table: "SDK_SMS_SEND_A");

        await world.Agent.StepAsync();
        world.Clock.Advance(1);
        await world.Agent.StepAsync();
        world.Clock.Advance(4);
        await world.NewAgent(options).StepAsync();

        foreach (var month in new[] { "2611", "2612" })
        {
            Assert.Equal("2", $"{Assert.Single(await world.Database.QueryAsync($"SELECT * FROM SDK_SMS_REPORT_DETAIL_{month}_A"))["RESULT"]}");
            Assert.Equal("our-id", Assert.Single(await world.Database.QueryAsync($"SELECT * FROM SDK_SMS_REPORT_{month}_A"))["RESERVED2"]);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Shows_its_odd_sides_when_the_ending_says_so(DatabaseKind kind)
    {
        var endings = new Dictionary<string, string>(OutcomeOptions.WellKnown) { ["0021"] = "21/", ["0008"] = "8/0" };
        var options = Fast with { Outcomes = new OutcomeOptions { Endings = endings } };
        await using var world = await XroshotWorld.CreateAsync(kind, options);
        await world.SmsAsync("stuck^01012349905");
        await world.SmsAsync("a^01012349901|b^01012349902|c^01012349903|d^01012349908|e^01012340021|f^01012340008", count: 6);

        await world.Agent.StepAsync();
        var before = (await world.DetailAsync()).Select(row => $"{row["RESULT"]}/{row["TCS_RESULT"]}").ToList();
        world.Clock.Advance(3600);
        await world.NewAgent(options).StepAsync();

        Assert.Equal("1", $"{Assert.Single(await world.SendAsync())["SEND_STATUS"]}");
        Assert.Equal(["43/", "43/", "43/", "3/8888", "21/", "8/0"], before);
        var after = await world.DetailAsync();
        Assert.Equal(["43/", "2/0", "2/0"], after.Take(3).Select(row => $"{row["RESULT"]}/{row["TCS_RESULT"]}"));
        Assert.Equal(["20261120150000", "20261120140000"], after.Skip(1).Take(2).Select(row => row["REPORT_RES_DATE"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Counts_by_hour_and_user_when_results_are_final(DatabaseKind kind)
    {
        await using var world = await XroshotWorld.CreateAsync(kind, Fast);
        await world.SmsAsync("a^01012340000|b^01012349907|c^01012349901", count: 3);
        await world.VoiceAsync("a^01012340000");

        await world.Agent.StepAsync();
        await world.SmsAsync("a^01012340000");
        await world.Agent.StepAsync();
        await world.Agent.StepAsync();

        var row = Assert.Single(await world.Database.QueryAsync("SELECT * FROM SDK_SEND_STAT"));
        Assert.Equal("2026112014 testid 3/2 1/1", $"{row["SEND_YEAR"]}{row["SEND_MONTH"]}{row["SEND_DAY"]}{row["SEND_HOUR"]} {row["USER_ID"]} {row["SMS_TOTAL"]}/{row["SMS_SUCC"]} {row["VMS_TTS_TOTAL"]}/{row["VMS_TTS_SUCC"]}");
        Assert.Equal(["3", "3", "0", "3"], (await world.DetailAsync()).Select(detail => $"{detail["STAT_STATUS"]}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Writes_a_tiff_and_a_row_when_a_fax_comes_in(DatabaseKind kind)
    {
        var directory = Directory.CreateTempSubdirectory("gw_fax_");
        await using var world = await XroshotWorld.CreateAsync(kind, Fast);

        var first = await world.Agent.ReceiveFaxAsync("0212345678", "03030123456", pages: 2, directory.FullName);
        var second = await world.Agent.ReceiveFaxAsync("0212345678", "03030123456", pages: 1, directory.FullName);
        var bytes = await File.ReadAllBytesAsync(first.Path);
        directory.Delete(recursive: true);

        var rows = await world.Database.QueryAsync("SELECT * FROM SDK_FMS_RECEIVE ORDER BY JOB_ID");
        Assert.Equal([first.FileName, second.FileName], rows.Select(row => row["FILE_NAME"]));
        Assert.Equal("0212345678/03030123456/2/2/0/20261120140000", $"{rows[0]["ANI_NUMBER"]}/{rows[0]["DEST_NUMBER"]}/{rows[0]["FAX_PAGE"]}/{rows[0]["RESULT"]}/{rows[0]["TCS_RESULT"]}/{rows[0]["RECV_DATE"]}");
        Assert.Equal("II*\0"u8.ToArray(), bytes[..4]);
        Assert.Equal(2, await world.Database.NumberAsync("SELECT FMS_TOTAL FROM SDK_RECV_STAT"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Reports_all_others_when_lost_recipients_fill_whole_batches(DatabaseKind kind)
    {
        await using var world = await XroshotWorld.CreateAsync(kind, Fast with { BatchSize = 1 });
        for (var i = 0; i < 3; i++)
            await world.SmsAsync(string.Join('|', Enumerable.Repeat("n^01012349901", 15)) + "|n^01012340000", count: 16);

        await world.Agent.StepAsync();
        await world.Agent.StepAsync();

        Assert.Equal(3, await world.Database.NumberAsync("SELECT COUNT(*) FROM SDK_SMS_REPORT_DETAIL WHERE RESULT = 2"));
        Assert.Equal(45, await world.Database.NumberAsync("SELECT COUNT(*) FROM SDK_SMS_REPORT_DETAIL WHERE RESULT = 43"));
    }

    private static string Shown(Dictionary<string, object?> row) => $"{row["SUBJOB_ID"]} {row["DEST_NAME"]} {row["PHONE_NUMBER"]} {row["RESULT"]}/{row["TCS_RESULT"]}";
}
