using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.Accounts;
using Gateway.Insight.Vendors;
using Gateway.Messages;
using Gateway.Platform.Jobs;

namespace Gateway.Insight.Live;

/// <summary>What a lane holds, by account.</summary>
internal sealed record CountedLane(Guid Account, string Vendor, Lane Lane, long Waiting, long InFlight);

/// <summary>What one look has found.</summary>
/// <param name="At">The second that it counted.</param>
/// <param name="Seconds">This one and those before it, oldest first.</param>
/// <param name="Before">What was told of a second that was counted once more.</param>
/// <param name="Lanes">Of all accounts.</param>
/// <param name="Vendors">As an operator sees them.</param>
internal sealed record LiveLook(
    DateTimeOffset At, IReadOnlyList<LiveCounts> Seconds, LiveCounts? Before, IReadOnlyList<CountedLane> Lanes,
    IReadOnlyList<VendorView> Vendors)
{
    private readonly ConcurrentDictionary<(Guid? Account, bool IsOperator), byte[]> _ticks = new();

    /// <summary>Null: all accounts.</summary>
    public static Guid? AccountOf(KnownKey key) => key.IsOperator ? null : key.AccountId;

    /// <summary>Written once for all streams that may see the same.</summary>
    public byte[] TickFor(KnownKey key) => _ticks.GetOrAdd(
        (AccountOf(key), key.IsOperator),
        static (of, all) => JsonSerializer.SerializeToUtf8Bytes(
            new LiveTick(
                all.look.Seconds[^1].Of(of.Account),
                all.look.CorrectedOf(of.Account),
                [.. all.look.LanesOf(of.Account)],
                [.. all.look.Vendors.Select(vendor => vendor.For(all.key.Principal))]),
            LiveJson.Readable.LiveTick),
        (look: this, key));

    public IEnumerable<LiveSecond> SecondsOf(Guid? account) => Seconds
        .Where(static second => !second.IsEmpty)
        .Select(second => second.Of(account))
        .Where(static second => second with { At = default } != Nothing);

    private static LiveSecond Nothing { get; } = new(default, 0, 0, 0, 0, 0, 0, 0);

    private LiveSecond? CorrectedOf(Guid? account) =>
        Before is { } before && Seconds.FirstOrDefault(second => second.At == before.At)?.Of(account) is { } now
            && now != before.Of(account) ? now : null;

    private IEnumerable<LiveLane> LanesOf(Guid? account) => Lanes
        .Where(lane => account is null || lane.Account == account)
        .GroupBy(static lane => (lane.Vendor, lane.Lane))
        .OrderBy(static lanes => lanes.Key.Vendor, StringComparer.Ordinal).ThenBy(static lanes => lanes.Key.Lane)
        .Select(static lanes => new LiveLane(
            lanes.Key.Vendor, lanes.Key.Lane, lanes.Sum(lane => lane.Waiting), lanes.Sum(lane => lane.InFlight)));
}

/// <summary>Where the one who looks leaves what was found, for all streams of this node.</summary>
internal sealed class LiveBoard
{
    private int _listeners;
    private volatile LiveLook? _last;

    /// <summary>Beats when somebody begins to look on.</summary>
    public Pulse Opened { get; } = new();

    /// <summary>Beats with each look.</summary>
    public Pulse Looked { get; } = new();

    public bool IsWatched => Volatile.Read(ref _listeners) > 0;

    /// <summary>Null while nobody looks on, and before the first look.</summary>
    public LiveLook? Last => _last;

    public void Show(LiveLook look)
    {
        _last = look;
        Looked.Beat();
    }

    public void Forget() => _last = null;

    public void Enter()
    {
        Interlocked.Increment(ref _listeners);
        Opened.Beat();
    }

    public void Leave() => Interlocked.Decrement(ref _listeners);
}
