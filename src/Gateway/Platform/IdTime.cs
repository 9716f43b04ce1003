using System.Buffers.Binary;

namespace Gateway.Platform;

/// <summary>The time in a UUIDv7: when it was made, in milliseconds.</summary>
internal static class IdTime
{
    public static DateTimeOffset Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
