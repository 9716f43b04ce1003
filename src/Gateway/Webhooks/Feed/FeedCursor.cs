using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;

namespace Gateway.Webhooks.Feed;

/// <summary>
/// Where a client is in the feed. It is the whole state: the gateway keeps nothing of those who read. As a text it ends
/// with a checksum over itself and the account: another account's would hide events of this one, and so would a digit
/// that was changed on the way.
/// </summary>
/// <param name="Read">All that was visible then has been returned.</param>
/// <param name="Floor">
/// A transaction that was not even running at <paramref name="Read"/> has only events with higher numbers than this.
/// </param>
/// <param name="Window">
/// What is being returned now; null when the next page begins with all that has come since.
/// </param>
/// <param name="At">When the feed was last looked at; null in cursors of before.</param>
internal sealed record FeedCursor(Moment Read, long Floor, Window? Window, DateTimeOffset? At = null)
{
    /// <summary>Without time and checksum: clients may have stored them.</summary>
    private const byte FirstVersion = 1;

    private const byte Version = 2;

    /// <summary>More transactions than any server runs at once.</summary>
    private const int MaxRunning = 20_000;

    private const byte HasWindow = 1;
    private const byte HasTime = 2;

    public static FeedCursor Beginning { get; } = new(Moment.Beginning, 0, null);

    public string ToText(Guid account)
    {
        var flags = (Window is null ? 0 : HasWindow) | (At is null ? 0 : HasTime);
        var bytes = new List<byte> { Version, (byte)flags };
        if (At is { } at)
        {
            Add(bytes, (ulong)Math.Max(0, at.ToUnixTimeSeconds()));
        }

        Add(bytes, Read);
        Add(bytes, (ulong)Floor);
        if (Window is { } window)
        {
            Add(bytes, window.Until);
            Add(bytes, (ulong)window.After);
            Add(bytes, (ulong)window.Last);
            Add(bytes, (ulong)window.Floor);
        }

        var checksum = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum(bytes.ToArray(), account));
        bytes.AddRange(checksum);
        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <summary>False for what is no cursor of this account's feed.</summary>
    public static bool TryParse(string text, Guid account, out FeedCursor cursor)
    {
        cursor = Beginning;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];

        // TryDecodeFromChars throws for what is no Base64.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length < 2)
        {
            return false;
        }

        var rest = bytes.AsSpan(0, length);
        if (rest[0] == Version && !TryTakeChecksum(ref rest, account))
        {
            return false;
        }

        var (version, flags) = (rest[0], rest[1]);
        rest = rest[2..];
        return version switch
        {
            FirstVersion => flags <= HasWindow && TryRead(rest, flags, null, out cursor),
            Version => flags <= (HasWindow | HasTime) && TryReadTime(ref rest, flags, out var at)
                && TryRead(rest, flags, at, out cursor),
            _ => false,
        };
    }

    private static bool TryRead(Span<byte> rest, byte flags, DateTimeOffset? at, out FeedCursor cursor)
    {
        cursor = Beginning;
        if (!TryReadMoment(ref rest, out var read) || !TryReadNumber(ref rest, out var floor))
        {
            return false;
        }

        Window? window = null;
        if ((flags & HasWindow) != 0)
        {
            if (!TryReadMoment(ref rest, out var until) || !TryReadNumber(ref rest, out var after)
                || !TryReadNumber(ref rest, out var last) || !TryReadNumber(ref rest, out var next))
            {
                return false;
            }

            window = new Window(until, (long)after, (long)last, (long)next);
        }

        cursor = new FeedCursor(read, (long)floor, window, at);
        return rest.IsEmpty && floor <= long.MaxValue && window is null or { After: >= 0, Last: >= 0, Floor: >= 0 };
    }

    private static bool TryReadTime(ref Span<byte> rest, byte flags, out DateTimeOffset? at)
    {
        at = null;
        if ((flags & HasTime) == 0)
        {
            return true;
        }

        if (!TryReadNumber(ref rest, out var seconds) || seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        at = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }

    private static bool TryTakeChecksum(ref Span<byte> bytes, Guid account)
    {
        if (bytes.Length < 2 + sizeof(uint))
        {
            return false;
        }

        var checksum = BinaryPrimitives.ReadUInt32BigEndian(bytes[^sizeof(uint)..]);
        bytes = bytes[..^sizeof(uint)];
        return Checksum(bytes, account) == checksum;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes, Guid account)
    {
        var checksum = uint.MaxValue;
        foreach (var one in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, one);
        }

        foreach (var one in account.ToByteArray())
        {
            checksum = BitOperations.Crc32C(checksum, one);
        }

        return checksum;
    }

    // Running transactions stand close together, so their distances take a byte or two each, and a cursor fits into a URL.
    private static void Add(List<byte> bytes, Moment moment)
    {
        Add(bytes, moment.Next);
        Add(bytes, (ulong)moment.Running.Count);
        var last = moment.Next;
        for (var i = moment.Running.Count - 1; i >= 0; i--)
        {
            Add(bytes, last - moment.Running[i]);
            last = moment.Running[i];
        }
    }

    private static void Add(List<byte> bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
    }

    private static bool TryReadMoment(ref Span<byte> rest, out Moment moment)
    {
        moment = Moment.Beginning;
        if (!TryReadNumber(ref rest, out var next) || !TryReadNumber(ref rest, out var count) || count > MaxRunning)
        {
            return false;
        }

        var running = new ulong[count];
        var last = next;
        for (var i = running.Length - 1; i >= 0; i--)
        {
            if (!TryReadNumber(ref rest, out var distance) || distance == 0 || distance > last)
            {
                return false;
            }

            running[i] = last -= distance;
        }

        moment = new Moment(next, running);
        return true;
    }

    private static bool TryReadNumber(ref Span<byte> rest, out ulong number)
    {
        number = 0;
        for (var (i, shift) = (0, 0); i < rest.Length && shift < 64; i++, shift += 7)
        {
            number |= (ulong)(rest[i] & 0x7f) << shift;
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
