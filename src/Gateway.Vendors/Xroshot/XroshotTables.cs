using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>A report table with its details; both carry the same month, or none.</summary>
internal readonly record struct XroshotReportPair(string Report, string Detail);

/// <summary>The tables of one Xroshot install.</summary>
internal sealed class XroshotTables(VendorDatabase database, XroshotSettings settings, IReadOnlyCollection<Channel> channels, bool createMissing, HandOverLedger ledger)
{
    private const string Packed = "gateway_packed";

    private static readonly string[] Shared =
        ["MSG_ID", "USER_ID", "SCHEDULE_TYPE", "SUBJECT", "NOW_DATE", "SEND_DATE", "CALLBACK", "DEST_COUNT", "DEST_INFO", "CDR_ID"];

    private static readonly string[] Sending = ["SEND_STATUS", "SEND_RESULT", "SEND_PROC_TIME"];

    private readonly TableKeeper _keeper = new(database, createMissing, "xroshot");

    /// <summary>The families whose channels are used.</summary>
    public IReadOnlyList<XroshotKind> Kinds { get; } = [.. XroshotKind.All.Where(kind => kind.Channels.Any(channels.Contains))];

    /// <summary>The gateway's own tables beside the agent's.</summary>
    public IReadOnlyList<TableNeeds> Own =>
    [
        ledger.Needs,
        new TableNeeds(
            Packed, VendorCommand.Text($"Xroshot.Sql.{database.Dialect}.create-packed"), ["message_id", "row_key", "place", "entered_at"], ["row_key"]),
    ];

    /// <summary>The tables that must be there before rows are written. Monthly report tables are the agent's own work.</summary>
    public IReadOnlyList<TableNeeds> Needs => [.. Kinds.SelectMany(NeedsOf)];

    /// <summary>The agent's hourly counters.</summary>
    public IReadOnlyList<TableNeeds> Statistics => [Counters($"SDK_SEND_STAT{settings.Suffix}", "create-send-stat"), Counters($"SDK_RECV_STAT{settings.Suffix}", "create-recv-stat")];

    private bool Monthly => settings.ReportTables == XroshotReportTables.Monthly;

    public string Send(XroshotKind kind) => $"SDK_{kind.Name}_SEND{settings.Suffix}";

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        TableFamily[] logs = Monthly ? [.. Kinds.SelectMany(kind => new[] { Reports(kind), Details(kind) })] : [];
        return await _keeper.PrepareAsync(connection, Own, [.. Needs, .. Statistics], logs, oldestLog, cancellationToken);
    }

    /// <summary>Pairs of report tables that exist now, newest first, from the month of <paramref name="oldest"/> on.</summary>
    public async Task<IReadOnlyList<XroshotReportPair>> PairsAsync(DbConnection connection, XroshotKind kind, DateTime oldest, CancellationToken cancellationToken)
    {
        if (!Monthly)
        {
            return [new XroshotReportPair(Report(kind), Detail(kind))];
        }

        var details = await _keeper.FindAsync(connection, Details(kind), oldest, cancellationToken);
        var reports = await _keeper.FindAsync(connection, Reports(kind), oldest, cancellationToken);
        return [.. reports
            .Select(report => new XroshotReportPair(report, details.FirstOrDefault(detail => MonthOf(detail) == MonthOf(report)) ?? ""))
            .Where(pair => pair.Detail.Length > 0)];
    }

    private string Report(XroshotKind kind) => $"SDK_{kind.Name}_REPORT{settings.Suffix}";

    private string Detail(XroshotKind kind) => $"SDK_{kind.Name}_REPORT_DETAIL{settings.Suffix}";

    private string MonthOf(string table) => table[^(settings.Suffix.Length + 4)..^settings.Suffix.Length];

    private TableFamily Reports(XroshotKind kind) =>
        new($"SDK_{kind.Name}_REPORT_", settings.Suffix, ["yyMM"], ["MSG_ID", settings.CorrelationColumn], ["MSG_ID", settings.CorrelationColumn]);

    private TableFamily Details(XroshotKind kind) =>
        new($"SDK_{kind.Name}_REPORT_DETAIL_", settings.Suffix, ["yyMM"], kind.DetailColumns, ["MSG_ID", "REPORT_RES_DATE"]);

    private IEnumerable<TableNeeds> NeedsOf(XroshotKind kind)
    {
        yield return new TableNeeds(
            Send(kind), Create(kind, "send", Send(kind)), [.. Shared, .. kind.TextColumns, .. Sending, settings.CorrelationColumn], [settings.CorrelationColumn, "SEND_STATUS"]);
        if (!Monthly)
        {
            yield return new TableNeeds(Report(kind), Create(kind, "report", Report(kind)), ["MSG_ID", settings.CorrelationColumn], ["MSG_ID", settings.CorrelationColumn]);
            yield return new TableNeeds(Detail(kind), Create(kind, "detail", Detail(kind)), kind.DetailColumns, ["MSG_ID", "REPORT_RES_DATE"]);
        }
    }

    private TableNeeds Counters(string table, string statement) =>
        new(table, VendorCommand.Fill(VendorCommand.Text($"Xroshot.Sql.{database.Dialect}.{statement}"), ("table", table)), [], []);

    private string Create(XroshotKind kind, string table, string name) =>
        VendorCommand.Fill(VendorCommand.Text($"Xroshot.Sql.{database.Dialect}.create-{kind.Name.ToLowerInvariant()}-{table}"), ("table", name));
}
