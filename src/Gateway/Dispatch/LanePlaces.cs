using Gateway.Messages;

namespace Gateway.Dispatch;

/// <summary>
/// How far the claims of a lane have come that gives whole batches: the next one goes on behind the last message of
/// each account. To begin at the front means to pass everything that was taken before and that PostgreSQL still keeps:
/// a batch or two, but a million rows while somebody reads the database for an hour. What comes back to an earlier
/// place, is committed late, or belongs to an account that had nothing waiting, is seen when the lane is read from its
/// front again: after a moment, and as soon as less than a whole batch was found.
/// </summary>
internal sealed class LanePlaces
{
    private static readonly TimeSpan ShortestStretch = TimeSpan.FromMilliseconds(250);

    /// <summary>However long it takes to read from the front, it is done for a tenth of the time.</summary>
    private const int StretchesPerLook = 10;

    private LanePlaces(Lane lane, DateTimeOffset until, Guid[] accounts, DateTimeOffset[] dueAt, Guid[] messages) =>
        (Lane, Until, Accounts, DueAt, Messages) = (lane, until, accounts, dueAt, messages);

    public Lane Lane { get; }

    /// <summary>When the lane is to be read from its front again.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The accounts with waiting messages, in their turn.</summary>
    public Guid[] Accounts { get; }

    /// <summary>When each account's last claimed message was due.</summary>
    public DateTimeOffset[] DueAt { get; }

    /// <summary>Each account's last claimed message.</summary>
    public Guid[] Messages { get; }

    /// <summary>After a fair claim that took all that fits; null when its accounts may not be all that wait.</summary>
    /// <param name="claimed">
    /// What it took. Only the last lane of these can be one that has more: what comes behind a lane is what it left.
    /// </param>
    /// <param name="before">The places that it went on from; null when it read every lane from the front.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="now">When it ended.</param>
    public static LanePlaces? After(
        IReadOnlyList<ClaimedRow> claimed, LanePlaces? before, TimeSpan took, DateTimeOffset now)
    {
        var lane = claimed[^1].Lane;
        var rows = 0;
        var last = new SortedDictionary<int, ClaimedRow>();
        foreach (var row in claimed)
        {
            if (row.Lane == lane && row.Turn > 0)
            {
                rows++;
                last[row.Turn] = row;
            }
        }

        // Everybody gets one before anybody gets a second. In the order of arrival nobody has a turn.
        if (last.Count == 0 || last.Count * 2 > rows)
        {
            return null;
        }

        var until = before?.Lane == lane
            ? before.Until
            : now + TimeSpan.FromTicks(Math.Max(ShortestStretch.Ticks, took.Ticks * StretchesPerLook));
        return new LanePlaces(
            lane,
            until,
            [.. last.Values.Select(row => row.AccountId)],
            [.. last.Values.Select(row => row.DueAt)],
            [.. last.Values.Select(row => row.MessageId)]);
    }
}
