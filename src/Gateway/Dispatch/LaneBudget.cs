namespace Gateway.Dispatch;

/// <summary>
/// How many rows may enter a vendor's queue now. An agent is first-in-first-out and slow, so whatever stands in its
/// table delays what comes after; the rest waits in the gateway, where a one-time password can overtake a campaign.
/// </summary>
/// <param name="High">Rows that fit in all, of the lane <c>high</c>.</param>
/// <param name="Normal">Rows that fit in all, of <c>high</c> and <c>normal</c>.</param>
/// <param name="Bulk">Rows that fit in all, of all lanes.</param>
/// <param name="Batch">Rows of one hand-over at most, whatever fits.</param>
internal readonly record struct LaneBudget(int High, int Normal, int Bulk, int Batch)
{
    /// <summary>The share of the queue that only <c>high</c> may fill.</summary>
    private const double HighReserve = 0.1;

    /// <summary>The share of the queue that <c>bulk</c> leaves free.</summary>
    private const double BulkLeaves = 0.3;

    public bool IsEmpty => High <= 0;

    /// <summary>What fits beside the rows that wait already.</summary>
    public static LaneBudget For(int maxQueued, int waiting, int batch)
    {
        var free = maxQueued - waiting;
        return new LaneBudget(
            Math.Max(0, free),
            Math.Max(0, free - Reserve(maxQueued, HighReserve)),
            Math.Max(0, free - Reserve(maxQueued, BulkLeaves)),
            batch);
    }

    /// <summary>The same number for every lane: for messages that were claimed before and are tried again.</summary>
    public static LaneBudget Any(int count) => new(count, count, count, count);

    /// <summary>
    /// At least one row, or a small queue would have no reserve; never the whole queue, or the later lanes would wait
    /// for ever.
    /// </summary>
    private static int Reserve(int maxQueued, double share) =>
        Math.Min((int)Math.Ceiling(maxQueued * share), maxQueued - 1);
}
