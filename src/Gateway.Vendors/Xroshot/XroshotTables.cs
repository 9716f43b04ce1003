using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>A report table with its details; both carry the same month, or none.</summary>
internal readonly record struct XroshotReportPair(string Report, string Detail);

/// <summary>The tables of one Xroshot install.</summary>
internal sealed class XroshotTables(
    VendorDatabase database, XroshotModel model, bool createMissing, HandOverLedger ledger)
{
    private readonly TableKeeper _keeper = new(database, createMissing, "xroshot");

    private readonly Lazy<IReadOnlyDictionary<string, (TableFamily Reports, TableFamily Details)>> _families = new(() => model.UsedKinds.ToDictionary(kind => kind.Name, kind => (
        TableNeeds.Family(database, model, XroshotModel.Report(kind), $"SDK_{kind.Name}_REPORT_", model.Settings.Suffix, ["yyMM"]),
        TableNeeds.Family(database, model, XroshotModel.Detail(kind), $"SDK_{kind.Name}_REPORT_DETAIL_", model.Settings.Suffix, ["yyMM"]))));

    public XroshotModel Model => model;

    /// <summary>The families whose channels are used.</summary>
    public IReadOnlyList<XroshotKind> Kinds { get; } = model.UsedKinds;

    /// <summary>What is asked of them.</summary>
    public IReadOnlyList<XroshotQueries> Queries { get; } = [.. model.UsedKinds.Select(kind => new XroshotQueries(database, model, kind))];

    /// <summary>The gateway's own tables beside the agent's.</summary>
    public IReadOnlyList<TableNeeds> Own => [ledger.Needs, TableNeeds.Of(database, model, XroshotModel.Packed)];

    /// <summary>
    /// The tables that must be there before rows are written. Monthly report tables are the agent's own work.
    /// </summary>
    public IReadOnlyList<TableNeeds> Needs =>
    [
        .. Kinds.SelectMany(kind => model.Monthly
            ? new[] { XroshotModel.Send(kind) }
            : [XroshotModel.Send(kind), XroshotModel.Report(kind), XroshotModel.Detail(kind)])
        .Select(entity => TableNeeds.Of(database, model, entity)),
    ];

    /// <summary>The agent's hourly counters.</summary>
    public IReadOnlyList<TableNeeds> Statistics =>
    [
        TableNeeds.Optional(database, model, XroshotModel.SentHours, model.SentHoursTable),
        TableNeeds.Optional(database, model, XroshotModel.ReceivedHours, model.ReceivedHoursTable),
    ];

    public string Send(XroshotKind kind) => model.SendTable(kind);

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        TableFamily[] logs = model.Monthly
            ? [.. _families.Value.Values.SelectMany(family => new[] { family.Reports, family.Details })]
            : [];
        return await _keeper.PrepareAsync(
            connection,
            Own,
            [.. Needs, .. Statistics],
            logs,
            oldestLog,
            cancellationToken);
    }

    /// <summary>
    /// Pairs of report tables that exist now, newest first, from the month of <paramref name="oldest"/> on.
    /// </summary>
    public async Task<IReadOnlyList<XroshotReportPair>> PairsAsync(
        DbConnection connection, XroshotKind kind, DateTime oldest, CancellationToken cancellationToken)
    {
        if (!model.Monthly)
        {
            return [new XroshotReportPair(model.ReportTable(kind), model.DetailTable(kind))];
        }

        var details = await _keeper.FindAsync(
            connection, _families.Value[kind.Name].Details, oldest, cancellationToken);
        var reports = await _keeper.FindAsync(
            connection, _families.Value[kind.Name].Reports, oldest, cancellationToken);
        return [.. reports
            .Select(report => new XroshotReportPair(report, details.FirstOrDefault(detail => MonthOf(detail) == MonthOf(report)) ?? ""))
            .Where(pair => pair.Detail.Length > 0)];
    }

    private string MonthOf(string table) => table[^(model.Settings.Suffix.Length + 4)..^model.Settings.Suffix.Length];
}
