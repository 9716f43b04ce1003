using Gateway.Vendors;

namespace Gateway.Reports;

/// <summary>
/// What the last scans have applied, so that the overlap of two scans costs nothing. Only a saving: after a restart it
/// is empty, and applying twice changes nothing.
/// </summary>
internal sealed class SeenReports
{
    private readonly Dictionary<(Guid Id, RowProgress Progress), DateTimeOffset> _seen = [];

    public bool IsNew(VendorReport report) => !_seen.ContainsKey((report.MessageId, report.Progress));

    public void Add(IEnumerable<VendorReport> reports, DateTimeOffset now)
    {
        foreach (var report in reports)
        {
            _seen[(report.MessageId, report.Progress)] = now;
        }
    }

    public void Forget(DateTimeOffset before)
    {
        foreach (var (key, at) in _seen)
        {
            if (at < before)
            {
                _seen.Remove(key);
            }
        }
    }
}
