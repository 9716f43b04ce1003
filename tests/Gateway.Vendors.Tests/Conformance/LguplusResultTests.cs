using Gateway.Vendors.ResultCodes;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>What rows of the U+ Agent say, in the queue and in the log. The two queues number their states differently.</summary>
public sealed class LguplusResultTests
{
    [Theory]
    [InlineData("0", "00", RowProgress.Untouched)]
    [InlineData("0", "06", RowProgress.Untouched)]
    [InlineData("1", "00", RowProgress.Taken)]
    [InlineData("1", "06", RowProgress.Taken)]
    [InlineData("2", "00", RowProgress.Taken)]
    [InlineData("2", null, RowProgress.Taken)]
    [InlineData("2", "", RowProgress.Taken)]
    [InlineData("2", "06", RowProgress.Final)]
    [InlineData("3", "06", RowProgress.Taken)]
    [InlineData("9", "06", RowProgress.Taken)]
    public async Task Reads_the_progress_of_an_SMS(string state, string? code, RowProgress progress)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_SENDSTAT = @p0, TR_RSLTSTAT = @p1", state, code);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((progress, progress == RowProgress.Final), (report.Progress, report.Result is not null));
        Assert.Equal(progress == RowProgress.Untouched ? 1 : 0, await install.Queue.CountWaitingAsync(10, CancellationToken.None));
    }

    [Theory]
    [InlineData("0", null, RowProgress.Untouched)]
    [InlineData("1", null, RowProgress.Taken)]
    [InlineData("2", null, RowProgress.Taken)]
    [InlineData("2", "1000", RowProgress.Taken)]
    [InlineData("3", null, RowProgress.Taken)]
    [InlineData("3", "1000", RowProgress.Final)]
    [InlineData("4", "1000", RowProgress.Taken)]
    public async Task Reads_the_progress_of_an_LMS(string state, string? code, RowProgress progress)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Lms());
        await install.Database.ExecuteAsync("UPDATE MMS_MSG SET STATUS = @p0, RSLT = @p1, REPORTDATE = @p2", state, code, install.Clock.Korea.ToUnspecified());

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((progress, progress == RowProgress.Final), (report.Progress, report.Result is not null));
        var scanned = (await install.ScanAsync()).SelectMany(page => page.Reports).Select(row => row.Progress);
        Assert.Equal(progress == RowProgress.Untouched || state == "4" ? [] : [progress], scanned);
    }

    [Theory]
    [InlineData("06", 0)]
    [InlineData("07", 505)]
    [InlineData("11", 504)]
    [InlineData("91", 302)]
    [InlineData("99", 304)]
    [InlineData("88", 408)]
    public async Task Looks_a_code_of_SMS_up_in_its_list(string code, int canonical)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_RSLTSTAT = @p0", code);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((code, "sms", canonical), (report.Result?.VendorCode, report.Result?.Group, report.Result?.Result.Code));
        Assert.Equal("SKT", report.Telecom);
    }

    [Theory]
    [InlineData("1000", 0)]
    [InlineData("3002", 504)]
    [InlineData("9004", 405)]
    [InlineData("9011", 406)]
    [InlineData("9018", 408)]
    public async Task Looks_a_code_of_LMS_up_in_a_list_of_its_own(string code, int canonical)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Lms());
        await install.Database.ExecuteAsync(
            "UPDATE MMS_MSG SET STATUS = '3', RSLT = @p0, SENTDATE = @p1, RSLTDATE = @p2, REPORTDATE = @p2, TELCOINFO = 'LGT'",
            code,
            install.Clock.Korea.AddSeconds(-2).ToUnspecified(),
            install.Clock.Korea.ToUnspecified());

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((code, "mms", canonical), (report.Result?.VendorCode, report.Result?.Group, report.Result?.Result.Code));
        Assert.Equal(("LGT", install.Clock.GetUtcNow()), (report.Telecom, report.CompletedAt));
    }

    [Theory]
    [InlineData("011", "SKT")]
    [InlineData("016", "KT")]
    [InlineData("019", "LGU+")]
    [InlineData("000", null)]
    [InlineData("070", "070")]
    public async Task Names_the_operator(string number, string? telecom)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_NET = @p0", number);

        Assert.Equal(telecom, Assert.Single(await install.ProbeAsync(messages[0])).Telecom);
    }

    /// <summary>Only a row that was never sent was not delivered for certain.</summary>
    [Theory]
    [InlineData("0", "00", false, "00")]
    [InlineData("0", null, false, "NULL")]
    [InlineData("1", "00", true, "00")]
    [InlineData("2", "", true, "NULL")]
    public async Task Says_failed_when_a_row_lies_in_a_log_without_a_result(string state, string? code, bool uncertain, string raw)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_SENDSTAT = @p0, TR_RSLTSTAT = @p1", state, code);
        await install.LogAsync(messages[0], install.Clock.Korea);

        var result = Assert.Single(await install.ProbeAsync(messages[0])).Result;

        Assert.Equal((raw, 408, Outcome.Failed, uncertain), (result?.VendorCode, result?.Result.Code, result?.Result.Outcome, result?.Known?.Uncertain));
    }

    /// <summary>Readers in public programs ask for a final state in the log too; the code decides here.</summary>
    [Fact]
    public async Task Takes_the_code_of_a_log_whatever_its_state()
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_SENDSTAT = '1', TR_RSLTSTAT = '06'");
        await install.LogAsync(messages[0], install.Clock.Korea);

        Assert.Equal(Outcome.Delivered, Assert.Single(await install.ProbeAsync(messages[0])).Result?.Result.Outcome);
    }

    /// <summary>What the agent itself refuses may have no time of a result.</summary>
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Finds_a_refusal_that_has_no_time(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE SC_TRAN SET TR_SENDSTAT = '2', TR_RSLTSTAT = '99'");

        var report = Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports));

        Assert.Equal((messages[0].Id, "99", null), (report.MessageId, report.Result?.VendorCode, report.CompletedAt));
    }

    /// <summary>The rule of the month is not public.</summary>
    [Theory]
    [InlineData("SC_LOG_202611")]
    [InlineData("SC_LOG_202612")]
    [InlineData("SC_LOG")]
    public async Task Finds_a_row_in_whichever_log_it_lies(string log)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        install.Clock.Set("2026-11-30T23:59:50");
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync($"CREATE TABLE {log} LIKE SC_TRAN");
        await install.Database.ExecuteAsync($"INSERT INTO {log} SELECT * FROM SC_TRAN");
        await install.Database.ExecuteAsync("DELETE FROM SC_TRAN");
        var queuedAt = install.Clock.GetUtcNow();
        install.Clock.Set("2026-12-05T00:00:00");

        Assert.Equal(RowProgress.Final, Assert.Single(await install.ProbeAsync(messages[0], queuedAt)).Progress);
    }

    private static OutgoingMessage Lms() => Install.Message() with { Channel = Channel.Lms, Subject = "제목" };
}
