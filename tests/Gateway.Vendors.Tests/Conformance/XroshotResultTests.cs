using Gateway.Simulator.Agents.Xroshot;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using Gateway.Vendors.Xroshot;
using Xunit;
using Outcome = Gateway.Vendors.ResultCodes.Outcome;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class XroshotResultTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    /// <summary>RESULT and TCS_RESULT together (docs/internals/vendors/xroshot.md); no code: not the end.</summary>
    [Theory]
    [InlineData(0, null, null, null)]
    [InlineData(0, -2, null, null)]
    [InlineData(1, null, null, null)]
    [InlineData(43, null, null, null)]
    [InlineData(2, null, "result", "2")]
    [InlineData(2, -2, "result", "2")]
    [InlineData(8, 0, "tcs", "0")]
    [InlineData(3, null, "result", "3")]
    [InlineData(3, 12, "tcs", "12")]
    [InlineData(21, 0, "tcs", "0")]
    [InlineData(0, 0, "tcs", "0")]
    [InlineData(7777, null, "result", "7777")]
    public async Task Reads_the_end_when_both_columns_speak(int result, int? tcs, string? group, string? code)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE SDK_SMS_REPORT_DETAIL_2611 SET RESULT = @p0, TCS_RESULT = " + (tcs?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "NULL"), result);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((group is null ? RowProgress.Taken : RowProgress.Final, group, code), (report.Progress, report.Result?.Group, report.Result?.VendorCode));
    }

    [Theory]
    [InlineData(-1, 0, 404)]
    [InlineData(-1, 98, 404)]
    [InlineData(-1, 99, 404)]
    [InlineData(-2, 2, 102)]
    [InlineData(-1, 4711, 404)]
    public async Task Says_failed_when_the_agent_gave_the_row_up(int status, int reason, int canonical)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, DatabaseKind.MySql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync("UPDATE SDK_SMS_SEND SET SEND_STATUS = @p0, SEND_RESULT = @p1, SEND_PROC_TIME = '20261120140000'", status, reason);

        var probed = Assert.Single(await install.ProbeAsync(messages[0]));
        var scanned = Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports));

        Assert.Equal(
            [(RowProgress.Final, Outcome.Failed, canonical), (RowProgress.Final, Outcome.Failed, canonical)],
            new[] { probed, scanned }.Select(report => (report.Progress, report.Result?.Result.Outcome ?? Outcome.Pending, report.Result?.Result.Code ?? 0)));
        Assert.Equal(1, await install.CountAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Reads_a_time_when_it_has_twelve_digits(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE SDK_SMS_REPORT_DETAIL_2611 SET DELIVER_DATE = '202611201355'");

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 4, 55, 0, TimeSpan.Zero), Assert.Single(await install.ProbeAsync(messages[0])).CompletedAt);
    }

    [Theory]
    [InlineData(DatabaseKind.MySql, null, XroshotReportTables.Fixed)]
    [InlineData(DatabaseKind.PostgreSql, null, XroshotReportTables.Fixed)]
    [InlineData(DatabaseKind.MySql, "A", XroshotReportTables.Fixed)]
    [InlineData(DatabaseKind.PostgreSql, "A", XroshotReportTables.Monthly)]
    [InlineData(DatabaseKind.MySql, "A", XroshotReportTables.Monthly)]
    public async Task Finds_every_result_when_the_install_names_its_tables_otherwise(DatabaseKind kind, string? suffix, XroshotReportTables reports)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);
        var queue = install.NewQueue(install.Settings with { Setup = new XroshotSettings { TableSuffix = suffix, ReportTables = reports } });
        await queue.PrepareAsync(CancellationToken.None);
        var options = new XroshotAgentOptions
        {
            AcceptDelay = TimeSpan.Zero,
            ResultDelay = TimeSpan.Zero,
            InterimDelay = TimeSpan.Zero,
            Suffix = suffix ?? "",
            Reports = reports == XroshotReportTables.Fixed ? Gateway.Simulator.Agents.Xroshot.XroshotReports.Fixed : Gateway.Simulator.Agents.Xroshot.XroshotReports.Monthly,
        };
        var agent = new XroshotAgent(Agents.Database(install.Database), options, install.Clock, new Random(1));
        var message = Install.Message();
        await queue.HandOverAsync(Guid.CreateVersion7(), [message], CancellationToken.None);

        for (var i = 0; i < 6; i++)
        {
            install.Clock.Advance(1);
            await agent.StepAsync(CancellationToken.None);
        }

        var report = Assert.Single(await queue.ProbeAsync([new ProbeTarget(message.Id, install.Clock.GetUtcNow())], CancellationToken.None));
        Assert.Equal(Outcome.Delivered, report.Result?.Result.Outcome);
    }
}
