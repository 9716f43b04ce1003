using System.Globalization;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using Gateway.Vendors.Xroshot;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>With monthly report tables: the form in which results move on with time.</summary>
internal sealed class XroshotInstall(TestDatabase database) : Install(database)
{
    private const string Shared = "MSG_ID, USER_ID, SCHEDULE_TYPE, SUBJECT, NOW_DATE, SEND_DATE, CALLBACK, DEST_COUNT, DEST_INFO, SMS_MSG, RESERVED9";

    public override string QueueTable => "SDK_SMS_SEND";

    public override IReadOnlyList<string> NeededTables { get; } = ["SDK_SMS_SEND", "SDK_MMS_SEND", "SDK_VMS_SEND", "SDK_FMS_SEND"];

    public override IReadOnlyList<string> NumberedTables => NeededTables;

    public override string Marker => "RESERVED9";

    public override string TextColumn => "SMS_MSG";

    public override string EnteredColumn => "NOW_DATE";

    public override string StateColumn => "SEND_STATUS";

    public override string OrderColumn => "MSG_ID";

    public override VendorSettings Settings => new()
    {
        Protocol = Protocol.Xroshot.Class(),
        Database = Database.Kind,
        ConnectionString = Database.ConnectionString,
        CreateTables = true,
        Setup = new XroshotSettings { ReportTables = XroshotReportTables.Monthly },
    };

    public override string TableOf(Channel channel) => channel switch
    {
        Channel.Lms or Channel.Mms => "SDK_MMS_SEND",
        Channel.Voice => "SDK_VMS_SEND",
        Channel.Fax => "SDK_FMS_SEND",
        _ => "SDK_SMS_SEND",
    };

    public override VendorSettings SettingsWithEveryTable => Settings with { Setup = new XroshotSettings() };

    public override Task TakeAsync(OutgoingMessage message) => Database.ExecuteAsync("UPDATE SDK_SMS_SEND SET SEND_STATUS = 1 WHERE RESERVED9 = @p0", Key(message));

    public override async Task FinishAsync(OutgoingMessage message, DateTime resultTime)
    {
        var month = Clock.Korea.ToString("yyMM", CultureInfo.InvariantCulture);
        await CreateMonthAsync(month);
        await Database.ExecuteAsync($"INSERT INTO SDK_SMS_REPORT_{month} ({Shared}) SELECT {Shared} FROM SDK_SMS_SEND WHERE RESERVED9 = @p0", Key(message));
        await Database.ExecuteAsync(
            $"""
            INSERT INTO SDK_SMS_REPORT_DETAIL_{month} (MSG_ID, USER_ID, SUBJOB_ID, SEND_DATE, DEST_NAME, PHONE_NUMBER, RESULT, TCS_RESULT, DELIVER_DATE, REPORT_RES_DATE, TELCOINFO)
            SELECT MSG_ID, USER_ID, 1, SEND_DATE, 'x', '010', 2, 0, @p1, @p1, '01190' FROM SDK_SMS_SEND WHERE RESERVED9 = @p0
            """,
            Key(message),
            Digits(resultTime));
        await Database.ExecuteAsync("DELETE FROM SDK_SMS_SEND WHERE RESERVED9 = @p0", Key(message));
    }

    /// <summary>Results appear where they stay.</summary>
    public override Task LogAsync(OutgoingMessage message, DateTime month) => Task.CompletedTask;

    public override async Task InsertForeignAsync(DateTime resultTime)
    {
        await CreateMonthAsync("2611");
        await Database.ExecuteAsync(
            "INSERT INTO SDK_SMS_REPORT_2611 (MSG_ID, USER_ID, SEND_DATE, DEST_INFO, RESERVED9) VALUES (900001, 'x', '20261120140000', 'x^1', 'order 7')");
        await Database.ExecuteAsync(
            "INSERT INTO SDK_SMS_REPORT_DETAIL_2611 (MSG_ID, USER_ID, SUBJOB_ID, SEND_DATE, DEST_NAME, PHONE_NUMBER, RESULT, REPORT_RES_DATE) VALUES (900001, 'x', 1, '20261120140000', 'x', '1', 2, @p0)",
            Digits(resultTime));
    }

    public override Task DuplicateAsync(OutgoingMessage message, DateTime month) => throw new NotSupportedException("Results have a key.");

    public override IAgent NewAgent(TimeProvider time) => new XroshotAgent(
        Agents.Database(Database),
        new XroshotAgentOptions { Tps = 0, AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero, InterimDelay = TimeSpan.Zero, Reports = Gateway.Simulator.Agents.Xroshot.XroshotReports.Monthly },
        time,
        new Random(1));

    private static string Digits(DateTime time) => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private async Task CreateMonthAsync(string month)
    {
        await Database.ExecuteAsync(
            $"CREATE TABLE IF NOT EXISTS SDK_SMS_REPORT_{month} (MSG_ID bigint PRIMARY KEY, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), "
            + "SEND_DATE varchar(20), CALLBACK varchar(20), DEST_COUNT int, DEST_INFO text, SMS_MSG varchar(200), RESERVED9 varchar(50))");
        await Database.ExecuteAsync(
            $"CREATE TABLE IF NOT EXISTS SDK_SMS_REPORT_DETAIL_{month} (MSG_ID bigint, USER_ID varchar(20), JOB_ID bigint, SUBJOB_ID int, SEND_DATE varchar(20), DEST_NAME varchar(20), "
            + "PHONE_NUMBER varchar(20), RESULT int, TCS_RESULT int, DELIVER_DATE varchar(20), FEE float, TELCOINFO varchar(8), REPORT_RES_DATE varchar(20), PRIMARY KEY (MSG_ID, SUBJOB_ID))");
    }
}
