using System.Globalization;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Emma;
using Gateway.Vendors.Emma;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;

namespace Gateway.Vendors.Tests.Conformance;

internal sealed class EmmaInstall(TestDatabase database) : Install(database)
{
    public override string QueueTable => "em_smt_tran";

    public override IReadOnlyList<string> NeededTables { get; } = ["em_smt_tran", "em_mmt_tran", "ata_mmt_tran", "em_mmt_file"];

    /// <summary>PostgreSQL's are numbered by sequences, except for our own.</summary>
    public override IReadOnlyList<string> NumberedTables => Database.Kind == DatabaseKind.MySql
        ? ["em_smt_tran", "em_mmt_tran", "ata_mmt_tran", "gateway_emma_groups"]
        : ["gateway_emma_groups"];

    public override string Marker => "mt_refkey";

    public override int KeyLetters => 20;

    public override string TextColumn => "content";

    public override string EnteredColumn => "date_client_req";

    public override string StateColumn => "msg_status";

    public override string OrderColumn => "mt_pr";

    public override VendorSettings Settings => new()
    {
        Protocol = Protocol.Emma.Class(),
        Database = Database.Kind,
        ConnectionString = Database.ConnectionString,
        CreateTables = true,
        Setup = new EmmaSettings { TakeSeconds = 1, JsonButtons = true },
    };

    public override string MarkerIn(string table) => table == "ata_mmt_tran" ? "etc_text_1" : Marker;

    public override string KeyOf(OutgoingMessage message) => EmmaKey.Of(message.Id);

    public override string TableOf(Channel channel) => channel switch
    {
        Channel.Lms or Channel.Mms => "em_mmt_tran",
        Channel.AlimTalk => "ata_mmt_tran",
        _ => "em_smt_tran",
    };

    public override Task TakeAsync(OutgoingMessage message) => Database.ExecuteAsync(
        "UPDATE em_smt_tran SET msg_status = '2', date_mt_sent = @p0 WHERE mt_refkey = @p1", Clock.Korea.ToUnspecified(), KeyOf(message));

    public override Task FinishAsync(OutgoingMessage message, DateTime resultTime) => Database.ExecuteAsync(
        "UPDATE em_smt_tran SET msg_status = '3', mt_report_code_ib = '1000', carrier = 450, date_mt_sent = @p0, date_rslt = @p0, date_mt_report = @p0 WHERE mt_refkey = @p1",
        resultTime.ToUnspecified(),
        KeyOf(message));

    public override async Task LogAsync(OutgoingMessage message, DateTime month)
    {
        await CreateLikeAsync(LogTable(month), "em_smt_tran");
        var number = await Database.NumberAsync("SELECT mt_pr FROM em_smt_tran WHERE mt_refkey = @p0", KeyOf(message));
        await MoveAsync("em_smt_tran", LogTable(month), string.Create(CultureInfo.InvariantCulture, $"mt_pr = {number}"));
    }

    public override Task InsertForeignAsync(DateTime resultTime) => Database.ExecuteAsync(
        "INSERT INTO em_smt_tran (mt_pr, date_client_req, content, callback, service_type, msg_status, recipient_num, mt_refkey, mt_report_code_ib, date_mt_report) "
        + "VALUES (900001, @p0, 'x', '1', '0', '3', '2', 'order 7', '1000', @p0)",
        resultTime.ToUnspecified());

    public override Task DuplicateAsync(OutgoingMessage message, DateTime month) => throw new NotSupportedException("Logs have a key.");

    /// <summary>Rows are due by the install's clock, so an agent that shall run by itself starts there.</summary>
    public override IAgent NewAgent(TimeProvider time) => new EmmaAgent(
        Agents.Database(Database),
        new EmmaAgentOptions { Tps = 0, ResultDelay = TimeSpan.Zero, MoveInterval = TimeSpan.Zero },
        time == TimeProvider.System ? new RunningFrom(Clock.GetUtcNow()) : time,
        new Random(1));

    private static string LogTable(DateTime month) => "em_smt_log_" + month.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private sealed class RunningFrom(DateTimeOffset start) : TimeProvider
    {
        private readonly long _began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_began);
    }
}
