using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Bizppurio;

/// <summary>
/// Reads reports from the tables of one Bizppurio install. A fallback row has <c>CMID</c> = the message's <c>UMID</c>, a second one <c>RE_</c> before it.
/// </summary>
internal sealed class BizppurioReader(BizppurioSettings settings, BizppurioTables tables, KoreaTime korea, TimeProvider time) : MovingRows(korea, time)
{
    private readonly BizppurioReports _reports = new(settings, korea);

    protected override IReadOnlyList<string> FixedTables { get; } = [settings.MessageTable];

    protected override IReadOnlyList<ScannedTable> Scanned { get; } =
    [
        new("scan-taken", settings.MessageTable, ByTime: false),
        new("scan-untimed", settings.MessageTable, ByTime: false),
        new("scan-finished", settings.MessageTable, ByTime: true),
    ];

    protected override string LogScan => "scan-log";

    protected override string IdColumn => "CMID";

    protected override string OwnerColumn => "UMID";

    protected override string FallbackColumn => "CMID";

    protected override object BeforeAllKeys => "";

    protected override int TimePlace => BizppurioColumns.ReportTime;

    protected override Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(connection, oldest, cancellationToken);

    protected override VendorRow Read(DbDataReader row, bool logged) => _reports.Read(row, logged);

    protected override object[] OwnerKeys(IEnumerable<string> keys) => [.. keys];

    protected override object[] FallbackKeys(IEnumerable<string> keys) => [.. keys.SelectMany(key => new[] { key, BizppurioReports.SecondFallback + key })];

    protected override string Statement(string name, string table, string key) =>
        VendorCommand.Fill(VendorCommand.Text($"Bizppurio.Sql.{name}"), ("table", table), ("key", key));
}
