using System.Collections.Concurrent;
using Gateway.Messages;

namespace Gateway.Dispatch;

/// <summary>
/// Whose turn it is in each lane of each vendor, as this process knows it. Accounts are served in turn only while more
/// waits than fits: else the order of arrival is fair enough, and cheaper to find. After a restart everybody starts
/// anew, and two processes have turns of their own; both cost an account one turn at most.
/// </summary>
internal sealed class FairTurns(TimeProvider time)
{
    /// <summary>
    /// How long a vendor counts as crowded after a claim that left something behind. Longer than the pause between two
    /// claims of any lane of a slow vendor.
    /// </summary>
    private static readonly TimeSpan CrowdedFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Turns> _vendors = new(StringComparer.Ordinal);

    public bool IsCrowded(string vendor) => time.GetUtcNow() < Of(vendor).CrowdedUntil;

    public void Crowd(string vendor) => Of(vendor).CrowdedUntil = time.GetUtcNow() + CrowdedFor;

    /// <summary>The account that was served last, lane by lane.</summary>
    public Guid[] LastServed(string vendor) => [.. Of(vendor).Last];

    /// <summary>
    /// Where the next claim goes on in the lane that has more than it gave; null when it is to read every lane from the
    /// front.
    /// </summary>
    public LanePlaces? Places(string vendor) =>
        Of(vendor).Places is { } places && time.GetUtcNow() < places.Until ? places : null;

    /// <summary>
    /// The accounts after these come next. <paramref name="places"/>: where a claim goes on that follows at once.
    /// </summary>
    public void Serve(string vendor, IReadOnlyList<ClaimedRow> claimed, LanePlaces? places)
    {
        Of(vendor).Places = places;
        foreach (var lane in claimed.Where(row => row.Turn > 0).GroupBy(row => row.Lane))
        {
            Of(vendor).Last[(int)lane.Key] = lane.MaxBy(row => row.Turn).AccountId;
        }
    }

    /// <summary>What was claimed could not be written: it is claimed again in the same order.</summary>
    public void TakeBack(string vendor, Guid[] lastServed)
    {
        lastServed.CopyTo(Of(vendor).Last, 0);
        Of(vendor).Places = null;
    }

    private Turns Of(string vendor) => _vendors.GetOrAdd(vendor, static _ => new Turns());

    /// <summary>Used by one loop.</summary>
    private sealed class Turns
    {
        public DateTimeOffset CrowdedUntil { get; set; }

        public LanePlaces? Places { get; set; }

        public Guid[] Last { get; } = new Guid[Enum.GetValues<Lane>().Length];
    }
}
