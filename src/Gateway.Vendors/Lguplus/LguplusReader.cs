using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// Reads one family. A result appears in the queue first, and how long it stays there is not public.
/// </summary>
internal sealed class LguplusReader(
    VendorDatabase database,
    LguplusTables tables,
    LguplusFamily family,
    KoreaTime korea,
    TimeProvider time) : DueReader<LguplusRow>(family.Queue, family.Log, korea, time)
{
    private readonly LguplusReports _reports = new(family, korea);
    private readonly List<string> _taken = [.. family.Taken];

    /// <summary>SC_TRAN has one time of a result alone.</summary>
    private static readonly Expression<Func<LguplusRow, LguplusRow>> Everything = row => new LguplusRow
    {
        Number = row.Number,
        Key = row.Key,
        Status = row.Status,
        Code = row.Code,
        Due = row.Due,
        SentAt = row.SentAt,
        ArrivedAt = row.ArrivedAt,
        ReportedAt = row.ReportedAt,
        Carrier = row.Carrier,
    };

    private readonly Lazy<Expression<Func<LguplusRow, LguplusRow>>> _columns = new(
        () => VendorContext.Mapped(database, tables.Model, family.Queue, Everything));

    public override string Table => tables.TableOf(family);

    protected override Expression<Func<LguplusRow, LguplusRow>> Columns => _columns.Value;

    public override string KeyOf(Guid message) => Rows.Key(message);

    public override Guid? MessageOf(string? key) => RowReader.MessageId(key);

    protected override Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(context.Connection, family, oldest, cancellationToken);

    protected override VendorRow? Read(LguplusRow row, bool logged) => _reports.Read(row, logged);

    /// <summary>As far as the state tells.</summary>
    protected override IQueryable<LguplusRow> Untouched(IQueryable<LguplusRow> rows) =>
        rows.Where(row => row.Status == LguplusFamily.Waiting);

    protected override IQueryable<LguplusRow> Taken(IQueryable<LguplusRow> rows) =>
        rows.Where(row => _taken.Contains(row.Status!));

    protected override IQueryable<LguplusRow> Done(IQueryable<LguplusRow> rows) =>
        rows.Where(row => row.Status == family.Done);
}
