namespace Gateway.Vendors;

/// <summary>
/// The agent's own statistics of what it has sent. Only read. All members may be called at once from many processes.
/// </summary>
public interface IVendorCounters
{
    /// <summary>
    /// What the agent counted for the whole hours from <paramref name="from"/> on and before <paramref name="to"/>, by
    /// days, oldest first. Days without any are left out. Null when the install has no such table. The agent counts a
    /// message in the hour in which it sends it, once its result is final, and counts other programs' messages of the
    /// same user too.
    /// </summary>
    Task<IReadOnlyList<CountedDay>?> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>One day of an agent's own statistics.</summary>
/// <param name="Day">Its beginning.</param>
/// <param name="Total">Messages of all channels.</param>
/// <param name="Succeeded">Those of them that arrived, as the agent sees it.</param>
public sealed record CountedDay(DateTimeOffset Day, long Total, long Succeeded);
