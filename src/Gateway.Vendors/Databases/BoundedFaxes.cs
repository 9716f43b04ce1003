namespace Gateway.Vendors.Databases;

/// <summary>Received faxes, each page of which comes in time.</summary>
internal sealed class BoundedFaxes(IReceivedFaxes faxes, TimeProvider time, TimeProvider? clock = null) : IReceivedFaxes
{
    private readonly VendorDeadline _deadline = new(clock);
    private readonly Troubles _reading = new(time);

    public Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Preparing, faxes.PrepareAsync, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<ReceivedFax>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken) =>
        BoundedPages.Of(token => faxes.ReadAsync(since, pageSize, token), _deadline, _reading, cancellationToken);
}
