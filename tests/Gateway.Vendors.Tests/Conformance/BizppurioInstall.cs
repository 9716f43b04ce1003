using System.Globalization;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;

namespace Gateway.Vendors.Tests.Conformance;

internal sealed class BizppurioInstall(TestDatabase database) : Install(database)
{
    public override string QueueTable => "BIZ_MSG";

    public override IReadOnlyList<string> NeededTables { get; } = ["BIZ_MSG"];

    public override IReadOnlyList<string> NumberedTables { get; } = [];

    public override string Marker => "CMID";

    public override string TextColumn => "MSG_BODY";

    public override string EnteredColumn => "SEND_TIME";

    public override string StateColumn => "STATUS";

    // There is no number in the table; the key is random here, so the order is that of the texts.
    public override string OrderColumn => "LENGTH(MSG_BODY), MSG_BODY";

    public override VendorSettings Settings => new()
    {
        Protocol = Protocol.Bizppurio.Class(),
        Database = Database.Kind,
        ConnectionString = Database.ConnectionString,
        CreateTables = true,
    };

    public override Task TakeAsync(OutgoingMessage message) => Database.ExecuteAsync("UPDATE BIZ_MSG SET STATUS = 7 WHERE CMID = @p0", Key(message));

    public override Task FinishAsync(OutgoingMessage message, DateTime resultTime) => Database.ExecuteAsync(
        "UPDATE BIZ_MSG SET STATUS = 2, CALL_STATUS = '4100', TEL_INFO = 'SKT', UMID = @p2, REPORT_TIME = @p0 WHERE CMID = @p1",
        resultTime.ToUnspecified(),
        Key(message),
        "U" + Key(message)[^20..]);

    public override async Task LogAsync(OutgoingMessage message, DateTime month)
    {
        await CreateLikeAsync(LogTable(month), "BIZ_MSG");
        await MoveAsync("BIZ_MSG", LogTable(month), $"CMID = '{Key(message)}'");
    }

    public override Task InsertForeignAsync(DateTime resultTime) => Database.ExecuteAsync(
        "INSERT INTO BIZ_MSG (CMID, DEST_PHONE, SEND_PHONE, MSG_BODY, STATUS, CALL_STATUS, REPORT_TIME) VALUES ('20261120140000', '1', '2', 'x', 2, '4100', @p0)",
        resultTime.ToUnspecified());

    public override Task DuplicateAsync(OutgoingMessage message, DateTime month) =>
        Database.ExecuteAsync($"INSERT INTO {LogTable(month)} SELECT * FROM {LogTable(month)} WHERE CMID = '{Key(message)}'");

    public override IAgent NewAgent(TimeProvider time) => new BizppurioAgent(
        Agents.Database(Database),
        new BizppurioAgentOptions { Tps = 0, AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero, MoveInterval = TimeSpan.Zero },
        time,
        new Random(1));

    private static string LogTable(DateTime month) => "BIZ_LOG_" + month.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
