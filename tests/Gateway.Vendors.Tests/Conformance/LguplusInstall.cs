using System.Globalization;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Lguplus;
using Gateway.Vendors.Lguplus;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;

namespace Gateway.Vendors.Tests.Conformance;

internal sealed class LguplusInstall(TestDatabase database) : Install(database)
{
    public override string QueueTable => "SC_TRAN";

    public override IReadOnlyList<string> NeededTables { get; } = ["SC_TRAN", "MMS_MSG"];

    public override IReadOnlyList<string> NumberedTables { get; } = ["SC_TRAN", "MMS_MSG"];

    public override string Marker => "TR_ETC1";

    public override string TextColumn => "TR_MSG";

    public override string EnteredColumn => "TR_SENDDATE";

    public override string StateColumn => "TR_SENDSTAT";

    public override string OrderColumn => "TR_NUM";

    public override VendorSettings Settings => new()
    {
        Protocol = Protocol.Lguplus.Class(),
        Database = Database.Kind,
        ConnectionString = Database.ConnectionString,
        CreateTables = true,
        Setup = new LguplusSettings { TakeSeconds = 1 },
    };

    public override string MarkerIn(string table) => table == "MMS_MSG" ? "ETC1" : Marker;

    public override string TableOf(Channel channel) => channel is Channel.Lms or Channel.Mms ? "MMS_MSG" : QueueTable;

    public override Task TakeAsync(OutgoingMessage message) => Database.ExecuteAsync(
        "UPDATE SC_TRAN SET TR_SENDSTAT = '1', TR_REALSENDDATE = @p0 WHERE TR_ETC1 = @p1", Clock.Korea.ToUnspecified(), Key(message));

    public override Task FinishAsync(OutgoingMessage message, DateTime resultTime) => Database.ExecuteAsync(
        "UPDATE SC_TRAN SET TR_SENDSTAT = '2', TR_RSLTSTAT = '06', TR_NET = '011', TR_REALSENDDATE = @p0, TR_RSLTDATE = @p0 WHERE TR_ETC1 = @p1",
        resultTime.ToUnspecified(),
        Key(message));

    public override async Task LogAsync(OutgoingMessage message, DateTime month)
    {
        await CreateLikeAsync(LogTable(month), QueueTable);
        var number = await Database.NumberAsync("SELECT TR_NUM FROM SC_TRAN WHERE TR_ETC1 = @p0", Key(message));
        await MoveAsync(QueueTable, LogTable(month), string.Create(CultureInfo.InvariantCulture, $"TR_NUM = {number}"));
    }

    public override Task InsertForeignAsync(DateTime resultTime) => Database.ExecuteAsync(
        "INSERT INTO SC_TRAN (TR_NUM, TR_SENDDATE, TR_SENDSTAT, TR_RSLTSTAT, TR_MSGTYPE, TR_PHONE, TR_CALLBACK, TR_MSG, TR_ETC1, TR_RSLTDATE) "
        + "VALUES (900001, @p0, '2', '06', '0', '2', '1', 'x', 'order 7', @p0)",
        resultTime.ToUnspecified());

    public override Task DuplicateAsync(OutgoingMessage message, DateTime month) => throw new NotSupportedException("No public log holds a row twice.");

    /// <summary>Rows are due by the install's clock, so an agent that shall run by itself starts there.</summary>
    public override IAgent NewAgent(TimeProvider time) => new LguplusAgent(
        Agents.Database(Database),
        new LguplusAgentOptions { Tps = 0, ResultDelay = TimeSpan.Zero, MoveInterval = TimeSpan.Zero },
        time == TimeProvider.System ? new RunningFrom(Clock.GetUtcNow()) : time,
        new Random(1));

    private static string LogTable(DateTime month) => "SC_LOG_" + month.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private sealed class RunningFrom(DateTimeOffset start) : TimeProvider
    {
        private readonly long _began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_began);
    }
}
