namespace Gateway.Files.Pictures;

/// <summary>
/// A file that ends when the time is over: a native decoder cannot be stopped, but it asks for bytes all the while.
/// </summary>
internal sealed class TimedStream(byte[] file, CancellationToken cancellationToken)
    : MemoryStream(file, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count) =>
        cancellationToken.IsCancellationRequested ? 0 : base.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => cancellationToken.IsCancellationRequested ? 0 : base.Read(buffer);
}
