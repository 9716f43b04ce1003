using System.Buffers;

namespace Gateway.Platform.Bodies;

/// <summary>
/// The bytes of a body in one piece: a reader of JSON is faster over one than over the pieces in which the web server
/// got them. What is read of them must not be kept.
/// </summary>
internal readonly struct JoinedBytes : IDisposable
{
    /// <summary>Larger bodies are seldom, and the pool would keep their memory.</summary>
    private const int MostFromPool = 1024 * 1024;

    private readonly byte[]? _rented;

    public JoinedBytes(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            All = bytes.First;
            return;
        }

        var length = (int)bytes.Length; // Bodies are limited to far less.
        var joined = length <= MostFromPool
            ? _rented = ArrayPool<byte>.Shared.Rent(length)
            : GC.AllocateUninitializedArray<byte>(length);
        bytes.CopyTo(joined);
        All = joined.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> All { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
