using System.Buffers.Binary;

namespace Gateway.Platform;

/// <summary>The time in a UUIDv7: when it was made, in milliseconds.</summary>
internal static class IdTime
{
    public static DateTimeOffset Of(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(id));

    /// <summary>Since 1970. Of any id: one that is no UUIDv7 may be of a time that no calendar has.</summary>
    public static long Milliseconds(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }
}
