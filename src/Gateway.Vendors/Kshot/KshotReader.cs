using System.Data.Common;
using System.Globalization;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>Reads reports from the tables of one KShot install. A fallback row points to its message by <c>AFTALK_REPLACE_ID</c> = <c>Id</c>.</summary>
internal sealed class KshotReader(KshotSettings settings, KshotTables tables, KoreaTime korea, TimeProvider time) : MovingRows(korea, time)
{
    private readonly KshotReports _reports = new(korea);

    protected override IReadOnlyList<string> FixedTables { get; } = [settings.QueueTable, settings.ResultTable];

    protected override IReadOnlyList<ScannedTable> Scanned { get; } =
        [new("scan-queue", settings.QueueTable, ByTime: false), new("scan-finished", settings.ResultTable, ByTime: true)];

    protected override string LogScan => "scan-finished";

    protected override string IdColumn { get; } = settings.CorrelationColumn;

    protected override string OwnerColumn => "Id";

    protected override string FallbackColumn => "AFTALK_REPLACE_ID";

    protected override object BeforeAllKeys => -1L;

    protected override int TimePlace => KshotColumns.ResultTime;

    protected override Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(connection, oldest, cancellationToken);

    protected override VendorRow? Read(DbDataReader row, bool logged) => _reports.Read(row);

    protected override object[] OwnerKeys(IEnumerable<string> keys) => [.. keys.Select(key => (object)long.Parse(key, CultureInfo.InvariantCulture))];

    protected override object[] FallbackKeys(IEnumerable<string> keys) => OwnerKeys(keys);

    protected override string Statement(string name, string table, string key) => VendorCommand.Fill(
        VendorCommand.Text($"Kshot.Sql.{name}"),
        ("table", table),
        ("key", key),
        ("correlation", settings.CorrelationColumn),
        ("replaceType", tables.Model.HasKakao ? "AFTALK_REPLACE_TYPE" : "NULL"),
        ("replaceId", tables.Model.HasKakao ? "AFTALK_REPLACE_ID" : "NULL"));
}
