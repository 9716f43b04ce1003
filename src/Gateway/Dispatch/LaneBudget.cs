namespace Gateway.Dispatch;

/// <summary>
/// How many rows may enter a vendor's queue now. An agent is first-in-first-out and slow, so whatever stands in its table delays what comes after; the rest
/// waits in the gateway, where a one-time password can overtake a campaign.
/// </summary>
/// <param name="High">Rows that may be taken in all, of the lane <c>high</c>.</param>
/// <param name="Normal">Rows that may be taken in all, of <c>high</c> and <c>normal</c>.</param>
/// <param name="Bulk">Rows that may be taken in all, of all lanes.</param>
internal readonly record struct LaneBudget(int High, int Normal, int Bulk)
{
    /// <summary>The share of the queue that only <c>high</c> may fill.</summary>
    private const double HighReserve = 0.1;

    /// <summary>The share of the queue that <c>bulk</c> leaves free.</summary>
    private const double BulkLeaves = 0.3;

    public bool IsEmpty => High <= 0;

    /// <summary>What fits beside the rows that wait already. Never more than <paramref name="batch"/>.</summary>
    public static LaneBudget For(int maxQueued, int waiting, int batch)
    {
        var free = maxQueued - waiting;
        return new LaneBudget(
            Math.Clamp(free, 0, batch),
            Math.Clamp(free - (int)Math.Ceiling(maxQueued * HighReserve), 0, batch),
            Math.Clamp(free - (int)Math.Ceiling(maxQueued * BulkLeaves), 0, batch));
    }
}
