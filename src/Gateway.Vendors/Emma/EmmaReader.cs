using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Emma;

/// <summary>
/// Reads one family. Newer procedures write a result into the log at once, older ones into the queue first.
/// </summary>
internal sealed class EmmaReader(
    VendorDatabase database,
    EmmaTables tables,
    EmmaFamily family,
    KoreaTime korea,
    TimeProvider time) : DueReader<EmmaRow>(family.Queue, family.Log, korea, time)
{
    private readonly EmmaReports _reports = new(family, korea);

    /// <summary>AlimTalk has no carrier.</summary>
    private static readonly Expression<Func<EmmaRow, EmmaRow>> Everything = row => new EmmaRow
    {
        Number = row.Number,
        Key = row.Key,
        Status = row.Status,
        Owner = row.Owner,
        Code = row.Code,
        SentAt = row.SentAt,
        ArrivedAt = row.ArrivedAt,
        ReportedAt = row.ReportedAt,
        Carrier = row.Carrier,
    };

    private readonly Lazy<Expression<Func<EmmaRow, EmmaRow>>> _columns = new(
        () => VendorContext.Mapped(database, tables.Model, family.Queue, Everything));

    public override string Table => tables.TableOf(family);

    protected override Expression<Func<EmmaRow, EmmaRow>> Columns => _columns.Value;

    public override string KeyOf(Guid message) => EmmaKey.Of(message);

    public override Guid? MessageOf(string? key) => EmmaKey.Find(key);

    protected override Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(context.Connection, family, oldest, cancellationToken);

    protected override VendorRow? Read(EmmaRow row, bool logged) => _reports.Read(row, logged);

    /// <summary>
    /// Status 1, and none of doubled agents has written its name there. A blank stands for no name; databases differ in
    /// how they compare blanks.
    /// </summary>
    protected override IQueryable<EmmaRow> Untouched(IQueryable<EmmaRow> rows) =>
        rows.Where(row => row.Status == EmmaReports.Waiting && (row.Owner == null || row.Owner.Trim() == ""));

    protected override IQueryable<EmmaRow> Taken(IQueryable<EmmaRow> rows) =>
        rows.Where(row => row.Status == EmmaReports.Taken);

    protected override IQueryable<EmmaRow> Done(IQueryable<EmmaRow> rows) =>
        rows.Where(row => row.Status == EmmaReports.Done || row.Status == EmmaReports.DoneByTool);
}
