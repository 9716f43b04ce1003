using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>The second stage of a hand-over: ledger and rows in one transaction of the vendor's database.</summary>
internal static class WriteRows
{
    public static async Task<HandOverOutcome> WriteAsync(
        Vendor vendor, Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            return await vendor.Queue.HandOverAsync(handOverId, messages, cancellationToken);
        }
        catch (Exception fault) when (BadRows.IsOne(fault) && !cancellationToken.IsCancellationRequested)
        {
            // A row that breaks the code that writes it is a bad row; but only the ledger knows that nothing of it was written.
            return await vendor.Queue.ResolveAsync(handOverId, cancellationToken) == HandOverFate.NeverWritten
                ? new HandOverOutcome { Kind = HandOverKind.BadRow, Fault = fault }
                : new HandOverOutcome { Kind = HandOverKind.Written };
        }
    }
}
