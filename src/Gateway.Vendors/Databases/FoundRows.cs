namespace Gateway.Vendors.Databases;

/// <summary>What a probe has found so far: the furthest row of each message.</summary>
internal sealed class FoundRows(IEnumerable<Guid> messages)
{
    private readonly Dictionary<Guid, VendorRow> _rows = [];

    /// <summary>Messages whose result was not seen yet: they may have moved on.</summary>
    public HashSet<Guid> Missing { get; } = [.. messages];

    public IReadOnlyList<VendorRow> Rows => [.. _rows.Values];

    /// <summary>
    /// Keeps a row when it says more than what is known; of two results of one message, the later one.
    /// </summary>
    public void Add(VendorRow row)
    {
        var id = row.Report.MessageId;
        if (row.FallbackOf is not null
            || (_rows.TryGetValue(id, out var known) && !IsFurther(row.Report, known.Report)))
        {
            return;
        }

        _rows[id] = row;
    }

    /// <summary>After a table was read to its end: what has its result need not be looked for any more.</summary>
    public void Settle() =>
        Missing.RemoveWhere(id => _rows.TryGetValue(id, out var row) && row.Report.Progress == RowProgress.Final);

    private static bool IsFurther(VendorReport report, VendorReport known) =>
        report.Progress != known.Progress
            ? report.Progress > known.Progress
            : !(report.CompletedAt < known.CompletedAt);
}
