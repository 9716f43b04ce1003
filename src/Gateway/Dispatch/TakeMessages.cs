using Gateway.Platform.Vendors;

namespace Gateway.Dispatch;

/// <summary>
/// Claims messages and reads them. What is claimed and cannot be read is given back: nothing of it was written.
/// </summary>
internal sealed class TakeMessages(ClaimMessages claim, ReadClaimed read, GiveBackClaims give)
{
    /// <summary>The messages, in the order in which they enter the queue; empty when nothing may.</summary>
    /// <param name="handOverId">What they are claimed for.</param>
    /// <param name="vendor">Whose queue they enter.</param>
    /// <param name="budget">How many of which lane fit.</param>
    /// <param name="queue">What stood in the queue when it was counted.</param>
    /// <param name="turnsBefore">Whose turn it was before, lane by lane.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<ClaimedMessage>> TakeAsync(
        Guid handOverId,
        Vendor vendor,
        LaneBudget budget,
        CountedQueue queue,
        Guid[] turnsBefore,
        CancellationToken cancellationToken)
    {
        var rows = await claim.ClaimAsync(handOverId, vendor.Name, budget, queue.At, cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        try
        {
            return await read.ReadAsync(rows, cancellationToken);
        }
        catch
        {
            await give.UnreadAsync(vendor, handOverId, turnsBefore);
            throw;
        }
    }
}
