using Gateway.Platform.Bodies;

namespace Gateway.Acceptance.Batches;

/// <summary>A stream whose begin has been looked at: it is read once more from the start.</summary>
internal sealed class HeadStream(Stream inner) : ReadOnce
{
    private const int HeadBytes = 512;

    private readonly byte[] _head = new byte[HeadBytes];
    private int _count;
    private int _at;

    /// <summary>The first bytes.</summary>
    public async Task<ReadOnlyMemory<byte>> LookAsync(CancellationToken cancellationToken)
    {
        _count = await inner.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, cancellationToken);
        return _head.AsMemory(0, _count);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _count)
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }

        var length = Math.Min(buffer.Length, _count - _at);
        _head.AsMemory(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read as it comes.");
}
