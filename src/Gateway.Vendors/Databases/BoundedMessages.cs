namespace Gateway.Vendors.Databases;

/// <summary>Received short messages, each page of which comes in time.</summary>
internal sealed class BoundedMessages(
    IReceivedMessages messages, TimeProvider time, TimeProvider? clock = null) : IReceivedMessages
{
    private readonly VendorDeadline _deadline = new(clock);
    private readonly Troubles _reading = new(time);

    public Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Preparing, messages.PrepareAsync, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<ReceivedText>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken) =>
        BoundedPages.Of(token => messages.ReadAsync(since, pageSize, token), _deadline, _reading, cancellationToken);
}
