using System.Buffers;
using System.Buffers.Text;

namespace Gateway.Webhooks.Feed;

/// <summary>Where a client is in the feed. It is the whole state: the gateway keeps nothing of those who read.</summary>
/// <param name="Read">All that was visible then has been returned.</param>
/// <param name="Floor">A transaction that was not even running at <paramref name="Read"/> has only events with higher numbers than this.</param>
/// <param name="Window">What is being returned now; null when the next page begins with all that has come since.</param>
internal sealed record FeedCursor(Moment Read, long Floor, Window? Window)
{
    private const byte Version = 1;

    /// <summary>More transactions than any server runs at once.</summary>
    private const int MaxRunning = 20_000;

    public static FeedCursor Beginning { get; } = new(Moment.Beginning, 0, null);

    public override string ToString()
    {
        var bytes = new List<byte> { Version, (byte)(Window is null ? 0 : 1) };
        Add(bytes, Read);
        Add(bytes, (ulong)Floor);
        if (Window is { } window)
        {
            Add(bytes, window.Until);
            Add(bytes, (ulong)window.After);
            Add(bytes, (ulong)window.Last);
            Add(bytes, (ulong)window.Floor);
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    public static bool TryParse(string text, out FeedCursor cursor)
    {
        cursor = Beginning;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];

        // TryDecodeFromChars throws for what is no Base64.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length < 2 || bytes[0] != Version || bytes[1] > 1)
        {
            return false;
        }

        var rest = bytes.AsSpan(2, length - 2);
        if (!TryReadMoment(ref rest, out var read) || !TryReadNumber(ref rest, out var floor))
        {
            return false;
        }

        Window? window = null;
        if (bytes[1] == 1)
        {
            if (!TryReadMoment(ref rest, out var until) || !TryReadNumber(ref rest, out var after) || !TryReadNumber(ref rest, out var last) || !TryReadNumber(ref rest, out var next))
            {
                return false;
            }

            window = new Window(until, (long)after, (long)last, (long)next);
        }

        cursor = new FeedCursor(read, (long)floor, window);
        return rest.IsEmpty && floor <= long.MaxValue && window is null or { After: >= 0, Last: >= 0, Floor: >= 0 };
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
