using System.Globalization;
using Gateway.Platform.Vendors;

namespace Gateway.Insight.Vendors;

/// <summary>What was seen of one vendor at one moment.</summary>
internal sealed record VendorSigns
{
    /// <summary>How long its database has not answered, or its tables have not been fit for use; null while all is well.</summary>
    public TimeSpan? Unreachable { get; init; }

    /// <summary>What the database or the tables lack.</summary>
    public string? Fault { get; init; }

    /// <summary>How long no row could be written, although the database answers; null while all is well.</summary>
    public TimeSpan? Unwritable { get; init; }

    /// <summary>Why, and what to do.</summary>
    public string? WriteFault { get; init; }

    /// <summary>How long no result could be read; null while all is well.</summary>
    public TimeSpan? Unreadable { get; init; }

    /// <summary>Why, and what to do.</summary>
    public string? ReadFault { get; init; }

    /// <summary>Doubled agents: age of each one's last sign of life; null where agents do not beat.</summary>
    public IReadOnlyList<(bool OnDuty, TimeSpan Age)>? Beats { get; init; }

    /// <summary>How long the first row of the queue has waited; null when the queue is empty.</summary>
    public TimeSpan? HeadWaits { get; init; }

    /// <summary>How long ago the agent was last seen to take a row or to bring a result; null when it never was.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>How long ago a result last came; null when none ever did.</summary>
    public TimeSpan? Silent { get; init; }

    /// <summary>Messages that the agent took more than <see cref="Silence"/> ago and that have no result.</summary>
    public int Unanswered { get; init; }

    /// <summary>
    /// When results that all stay away are no fault of the phones (<c>Vendors:&lt;name&gt;:SilenceSeconds</c>).
    /// </summary>
    public required TimeSpan Silence { get; init; }

    /// <summary>So many phones are not switched off at once (<c>Vendors:&lt;name&gt;:SilenceMessages</c>).</summary>
    public required int ManyUnanswered { get; init; }

    /// <summary>
    /// How far the nodes' clocks are apart: what one wrote down may look so much older to the one that looks, and that
    /// is no fault of the agent's.
    /// </summary>
    public TimeSpan ClockSpread { get; init; }

    /// <summary>How long a full queue takes to be sent at the configured speed.</summary>
    public required TimeSpan FullQueue { get; init; }
}

/// <summary>
/// What the signs mean. Only the agent and its tables are judged, never the results of messages: a campaign of wrong numbers is no fault of the vendor's.
/// </summary>
/// <param name="Status">Up, degraded or down.</param>
/// <param name="Reason">For people; null when it is up.</param>
internal sealed record VendorVerdict(VendorStatus Status, string? Reason)
{
    /// <summary>Two beats of a doubled agent, which come every 15 s (docs/internals/vendors).</summary>
    public static readonly TimeSpan LateBeat = TimeSpan.FromSeconds(30);

    /// <summary>When a doubled agent's own standby takes over (docs/internals/vendors).</summary>
    public static readonly TimeSpan LostBeat = TimeSpan.FromSeconds(60);

    /// <summary>A database that restarts or fails over is back by then.</summary>
    public static readonly TimeSpan LostDatabase = TimeSpan.FromSeconds(60);

    /// <summary>A deadlock or a connection that broke is over by then; a missing right or a full table is not.</summary>
    public static readonly TimeSpan LostTables = TimeSpan.FromSeconds(2);

    /// <summary>Beyond the time of two full queues, a row that waits this much longer waits too long.</summary>
    public static readonly TimeSpan SlowHead = TimeSpan.FromSeconds(20);

    /// <summary>Beyond the time of two full queues, a row that waits this much longer, while nothing else moves either, waits for nobody.</summary>
    public static readonly TimeSpan DeadHead = TimeSpan.FromSeconds(60);

    /// <summary>How every reason begins that lies in the database or the tables.</summary>
    private const string Database = "Its database";

    public static VendorVerdict Up { get; } = new(VendorStatus.Up, null);

    /// <summary>True when the database was to blame. Whether it works again is seen at once; whether an agent does is not.</summary>
    public static bool IsOfDatabase(string? reason) => reason?.StartsWith(Database, StringComparison.Ordinal) == true;

    /// <summary>
    /// What is told of a vendor whose agent is still held for worse than its database: the operator can mend only what
    /// is told.
    /// </summary>
    public static string Both(string? agent, string? database) => $"{OfAgent(agent)} {database}".TrimStart();

    /// <summary>The same without what <see cref="Both"/> has added of the database.</summary>
    public static string? OfAgent(string? reason) => reason?.Split($" {Database}", 2)[0];

    public static VendorVerdict Of(VendorSigns signs)
    {
        if (signs.Unreachable is { } away)
        {
            return new VendorVerdict(away >= LostDatabase ? VendorStatus.Down : VendorStatus.Degraded, $"{Database} cannot be used: {signs.Fault}");
        }

        if (signs.Unwritable >= LostTables)
        {
            return new VendorVerdict(VendorStatus.Down, $"{Database} takes no rows: {signs.WriteFault}");
        }

        if (signs.Unreadable >= LostTables)
        {
            return new VendorVerdict(VendorStatus.Degraded, $"{Database} shows no results: {signs.ReadFault}");
        }

        var beats = signs.Beats is { Count: > 0 } known ? OfBeats(known) : Up;
        var queue = OfQueue(signs);
        return queue.Status > beats.Status ? queue : beats;
    }

    private static VendorVerdict OfBeats(IReadOnlyList<(bool OnDuty, TimeSpan Age)> beats)
    {
        var onDuty = beats.Where(beat => beat.OnDuty).ToList();
        if (onDuty.Count == 0)
        {
            return new VendorVerdict(VendorStatus.Down, "No agent is on duty.");
        }

        var youngest = onDuty.Min(beat => beat.Age);
        if (youngest >= LostBeat)
        {
            return new VendorVerdict(VendorStatus.Down, $"The agent on duty has not beaten for {Seconds(youngest)} s.");
        }

        if (onDuty.Count(beat => beat.Age < LostBeat) > 1)
        {
            return new VendorVerdict(VendorStatus.Degraded, "Two agents are on duty (split brain).");
        }

        return youngest >= LateBeat ? new VendorVerdict(VendorStatus.Degraded, $"The agent on duty has not beaten for {Seconds(youngest)} s.") : Up;
    }

    private static VendorVerdict OfQueue(VendorSigns signs)
    {
        var patience = (signs.FullQueue * 2) + signs.ClockSpread;
        if (signs.HeadWaits >= patience + DeadHead && (signs.Idle is null || signs.Idle >= DeadHead))
        {
            return new VendorVerdict(VendorStatus.Down, $"The agent takes nothing: the first row of its queue has waited {Seconds(signs.HeadWaits.Value)} s.");
        }

        if (signs.HeadWaits >= patience + SlowHead)
        {
            return new VendorVerdict(VendorStatus.Degraded, $"The agent is slow: the first row of its queue has waited {Seconds(signs.HeadWaits.Value)} s.");
        }

        return signs.Unanswered >= signs.ManyUnanswered && (signs.Silent is null || signs.Silent >= signs.Silence)
            ? new VendorVerdict(
                VendorStatus.Degraded,
                $"No result has come for {Seconds(signs.Silent ?? signs.Silence)} s, while {signs.Unanswered} messages "
                + "or more wait for theirs: look into the agent's log and result table.")
            : Up;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
}
