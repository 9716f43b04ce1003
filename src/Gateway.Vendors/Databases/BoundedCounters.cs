namespace Gateway.Vendors.Databases;

/// <summary>The agent's statistics, which come in time.</summary>
internal sealed class BoundedCounters(IVendorCounters counters, TimeProvider? clock = null) : IVendorCounters
{
    private readonly VendorDeadline _deadline = new(clock);

    public Task<IReadOnlyList<CountedDay>?> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Long, token => counters.ReadAsync(from, to, token), cancellationToken);
}
