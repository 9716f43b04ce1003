using System.Data.Common;
using System.Globalization;
using System.Text;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>The tables of one KShot install.</summary>
internal sealed class KshotTables(VendorDatabase database, KshotSettings settings, bool createMissing, HandOverLedger ledger)
{
    private static readonly string[] Read = ["Id", "kind", "state", "result", "telecom", "sendTime", "resultTime"];

    private static readonly string[] Written = ["callbackNo", "receiveNo", "subject", "message", "isReserved", "registTime"];

    private readonly TableKeeper _keeper = new(database, createMissing, "kshot");

    private readonly TableFamily _logs = new(
        settings.LogTable, "", ["", "yyyyMM", "yyyyMMdd"], [.. Read, settings.CorrelationColumn], [settings.CorrelationColumn, "resultTime"]);

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        string[] columns = [.. Read, .. Written, settings.CorrelationColumn, .. new[] { settings.SubIdColumn, settings.OriginCodeColumn }.OfType<string>()];
        return await _keeper.PrepareAsync(
            connection,
            [ledger.Needs],
            [
                new TableNeeds(settings.QueueTable, CreateStatement("create-queue", settings.QueueTable), columns, [settings.CorrelationColumn, "state"]),
                new TableNeeds(settings.ResultTable, CreateStatement("create-result", settings.ResultTable), columns, [settings.CorrelationColumn, "resultTime"]),
            ],
            settings.LogTableType == KshotLogTables.Unuse ? [] : [_logs],
            cancellationToken);
    }

    /// <summary>Log tables that exist now, newest first, from the period of <paramref name="oldest"/> on.</summary>
    public async Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime? oldest, CancellationToken cancellationToken) =>
        settings.LogTableType == KshotLogTables.Unuse ? [] : await _keeper.FindAsync(connection, _logs, oldest, cancellationToken);

    /// <summary>Only the queue numbers its rows; a row keeps its number when it moves on.</summary>
    private string CreateStatement(string statement, string table)
    {
        var etc = new StringBuilder();
        for (var i = 1; i <= settings.EtcColumns; i++)
        {
            etc.Append(CultureInfo.InvariantCulture, $"    etc{i} varchar(300),\n");
        }

        return VendorCommand.Fill(VendorCommand.Text($"Kshot.Sql.{database.Dialect}.{statement}"), ("table", table))
            .Replace("    {etc}\n", etc.ToString(), StringComparison.Ordinal);
    }
}
