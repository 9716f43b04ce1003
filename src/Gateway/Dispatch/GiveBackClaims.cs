using Gateway.Platform.Vendors;

namespace Gateway.Dispatch;

/// <summary>Claims that come to nothing: their messages wait again in their old place, and their accounts keep their turn.</summary>
internal sealed partial class GiveBackClaims(
    FairTurns turns, CountQueue count, RecordHandOver record, TimeProvider time, ILogger<GiveBackClaims> logger)
{
    /// <summary>What was claimed ahead. A fault is told in the log: there was one before, which is the one to be thrown.</summary>
    public async Task AheadAsync(Vendor vendor, Task<Claim?> ahead)
    {
        try
        {
            if (await ahead is { } claimed)
            {
                turns.TakeBack(vendor.Name, claimed.TurnsBefore);
                using var recording = new CancellationTokenSource(RecordHandOver.Patience, time);
                await record.NeverWrittenAsync(claimed.Id, recording.Token);
            }
        }
        catch (Exception fault)
        {
            // Who looks for undecided hand-overs finds this one.
            Log.NotGivenBack(logger, vendor.Name, fault.GetBaseException().Message);
        }
    }

    /// <summary>Rows that were not written, or nobody knows: the queue is counted again, and the turns are as they were.</summary>
    public void Unwritten(Vendor vendor, Claim claimed)
    {
        turns.TakeBack(vendor.Name, claimed.TurnsBefore);
        count.Forget(vendor.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(3008, LogLevel.Warning, "Messages that were claimed for {Vendor} could not be given back at once: {Fault}")]
        public static partial void NotGivenBack(ILogger logger, string vendor, string fault);
    }
}
