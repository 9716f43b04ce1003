using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Platform;

/// <summary>
/// UUIDv7 (RFC 9562) in the order of their moments, to a quarter of a microsecond: the twelve bits behind the
/// milliseconds are their fraction (the RFC's method 3, "increased clock precision"), so that a list sorted by id shows
/// what came first even when a client sends several requests in one millisecond. Ids that belong together can be made
/// in ascending order (method 2, "monotonic random"). For paths that need many: random bytes are asked of the system in
/// advance.
/// </summary>
internal static class NewId
{
    private const int IdBytes = 16;
    private const int FractionBits = 12;
    private const int Version = 0x7000;
    private const int RandA = 0x0FFF;
    private const ulong Variant = 0x8000_0000_0000_0000;
    private const ulong RandB = 0x3FFF_FFFF_FFFF_FFFF;
    private const int RandBBits = 62;

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    /// <summary>An id for a moment; ids of the same moment are in no order.</summary>
    public static Guid At(DateTimeOffset moment)
    {
        var fraction = (moment.UtcTicks % TimeSpan.TicksPerMillisecond << FractionBits) / TimeSpan.TicksPerMillisecond;
        return Compose(
            moment.ToUnixTimeMilliseconds(),
            (ulong)fraction,
            BinaryPrimitives.ReadUInt64BigEndian(Random(sizeof(ulong))) & RandB);
    }

    /// <summary>
    /// An id of the same moment that comes after another one. It cannot be guessed from it: the step is random.
    /// </summary>
    public static Guid After(Guid previous)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        previous.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var low = (BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(long)..]) & RandB) + 1 + BinaryPrimitives.ReadUInt32BigEndian(Random(sizeof(uint)));
        return Compose(high >>> IdBytes, ((ulong)high & RandA) + (low >> RandBBits), low & RandB);
    }

    /// <summary>
    /// The month (UTC) of an id's moment: its first day. An id has room for moments behind the last one that there is.
    /// </summary>
    public static DateTime MonthOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> IdBytes);
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, LastMillisecond));
        return new DateTime(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    private static Guid Compose(long milliseconds, ulong randA, ulong randB)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << IdBytes) | Version | ((long)randA & RandA));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(long)..], Variant | randB);
        return new Guid(bytes, bigEndian: true);
    }

    private static ReadOnlySpan<byte> Random(int count)
    {
        const int Stock = 1024;
        if (_random is null || _used + count > Stock)
        {
            RandomNumberGenerator.Fill(_random ??= new byte[Stock]);
            _used = 0;
        }

        _used += count;
        return _random.AsSpan(_used - count, count);
    }
}
