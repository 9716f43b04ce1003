using Gateway.Vendors.Emma;
using Gateway.Vendors.ResultCodes;
using Gateway.Vendors.Tests.Simulator;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>What rows of EMMA and ATA say, in the queue and in the log.</summary>
public sealed class EmmaResultTests
{
    [Theory]
    [InlineData("1", " ", null, RowProgress.Untouched)]
    [InlineData("1", "a", null, RowProgress.Taken)]
    [InlineData("2", " ", null, RowProgress.Taken)]
    [InlineData("2", " ", "1000", RowProgress.Taken)]
    [InlineData("3", " ", null, RowProgress.Taken)]
    [InlineData("3", " ", "1000", RowProgress.Final)]
    [InlineData("4", " ", "3001", RowProgress.Final)]
    [InlineData("7", " ", null, RowProgress.Taken)]
    [InlineData("9", " ", null, RowProgress.Taken)]
    public async Task Reads_the_progress_when_the_agent_has_come_so_far(string status, string owner, string? code, RowProgress progress)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE em_smt_tran SET msg_status = @p0, emma_id = @p1, mt_report_code_ib = @p2", status, owner, code);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((progress, progress == RowProgress.Final), (report.Progress, report.Result is not null));
        Assert.Equal(progress == RowProgress.Untouched ? 1 : 0, await install.Queue.CountWaitingAsync(10, CancellationToken.None));
    }

    [Theory]
    [InlineData("1000", "telco", 0)]
    [InlineData("3001", "telco", 505)]
    [InlineData("1001", "gw", 101)]
    [InlineData("1019", "gw", 406)]
    [InlineData("E917", "emma", 401)]
    [InlineData("E999", "emma", 408)]
    [InlineData("8888", "telco", 408)]
    public async Task Looks_a_code_up_in_its_list(string code, string group, int canonical)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE em_smt_tran SET mt_report_code_ib = @p0", code);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((code, group, canonical), (report.Result?.VendorCode, report.Result?.Group, report.Result?.Result.Code));
        Assert.Equal("450", report.Telecom);
    }

    [Theory]
    [InlineData("3023", "ata", 602)]
    [InlineData("3014", "ata", 405)]
    [InlineData("3060", "ata", 405)]
    public async Task Looks_a_code_of_AlimTalk_up_in_a_list_of_its_own(string code, string group, int canonical)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(AlimTalk());
        await install.Database.ExecuteAsync("UPDATE ata_mmt_tran SET msg_status = '3', report_code = @p0, date_mt_report = @p1", code, install.Clock.Korea.ToUnspecified());

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((code, group, canonical), (report.Result?.VendorCode, report.Result?.Group, report.Result?.Result.Code));
        Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports));
    }

    /// <summary>The agent's procedures put rows away that were due for days.</summary>
    [Theory]
    [InlineData("3", false, 406)]
    [InlineData("3", true, 405)]
    [InlineData("1", false, 406)]
    [InlineData("2", false, 405)]
    public async Task Says_expired_when_a_row_was_put_away_without_a_code(string status, bool sent, int canonical)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE em_smt_tran SET msg_status = @p0, date_mt_sent = @p1", status, sent ? install.Clock.Korea : null);
        await install.LogAsync(messages[0], install.Clock.Korea);

        var result = Assert.Single(await install.ProbeAsync(messages[0])).Result;

        Assert.Equal((canonical, Outcome.Expired, canonical == 405), (result?.Result.Code, result?.Result.Outcome, result?.Known?.Uncertain));
    }

    /// <summary>What the agent itself refuses has no time of a report.</summary>
    [Fact]
    public async Task Finds_a_refusal_that_has_no_time()
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE em_smt_tran SET msg_status = '3', mt_report_code_ib = 'E904', date_mt_sent = @p0", install.Clock.Korea.ToUnspecified());

        var report = Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports));

        Assert.Equal((messages[0].Id, "E904", install.Clock.GetUtcNow()), (report.MessageId, report.Result?.VendorCode, report.CompletedAt));
    }

    [Fact]
    public async Task Shows_the_youngest_beat_of_the_processes_where_their_table_is_named()
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        await install.Database.ExecuteAsync("CREATE TABLE em_status (emma_id char(2), process_name varchar(30), update_time varchar(19))");
        await install.Database.ExecuteAsync("INSERT INTO em_status VALUES (' ', 'mtsender', '2026-11-20 13:59:58'), (' ', 'mtreceiver', '2026-11-20 14:00:01'), (' ', 'monitor', 'never')");
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (EmmaSettings)settings.Setup with { StatusTable = "em_status" } });

        var beat = Assert.Single((await queue.LookAsync(CancellationToken.None)).Beats);

        Assert.Equal(("em_status", true, new DateTime(2026, 11, 20, 14, 0, 1)), (beat.Agent, beat.OnDuty, beat.Written));
    }

    private static OutgoingMessage AlimTalk() => Install.Message() with
    {
        Channel = Channel.AlimTalk,
        Kakao = new KakaoContent { SenderKey = "sender-key", TemplateCode = "template" },
    };
}
