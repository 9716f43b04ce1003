namespace Gateway.Webhooks.Feed;

/// <summary>
/// What was visible at one moment: every transaction below <see cref="Next"/> but those that were still running. It is
/// PostgreSQL's snapshot, kept outside of it.
/// </summary>
/// <param name="Next">The first transaction number that was not given away yet.</param>
/// <param name="Running">Ascending.</param>
internal sealed record Moment(ulong Next, IReadOnlyList<ulong> Running)
{
    /// <summary>Before anything happened.</summary>
    public static Moment Beginning { get; } = new(0, []);
}

/// <summary>The part of the feed that a client is reading: what became visible between two moments.</summary>
/// <param name="Until">The second moment.</param>
/// <param name="After">Events up to this number were returned.</param>
/// <param name="Last">No event that was visible at <paramref name="Until"/> has a higher number.</param>
/// <param name="Floor">
/// A transaction that was not even running at <paramref name="Until"/> has only higher numbers than this.
/// </param>
internal sealed record Window(Moment Until, long After, long Last, long Floor);
