using Gateway.Platform.Vendors;

namespace Gateway.Dispatch;

/// <summary>Claims that come to nothing: their messages wait again in their old place, and their accounts keep their turn.</summary>
internal sealed partial class GiveBackClaims(
    FairTurns turns, CountQueue count, RecordHandOver record, TimeProvider time, ILogger<GiveBackClaims> logger)
{
    /// <summary>What was claimed ahead.</summary>
    public Task AheadAsync(Vendor vendor, Task<Claim?> ahead) => TryAsync(vendor, async () =>
    {
        if (await ahead is { } claimed)
        {
            await GiveBackAsync(vendor, claimed.Id, claimed.TurnsBefore);
        }
    });

    /// <summary>What was claimed and could not be read.</summary>
    public Task UnreadAsync(Vendor vendor, Guid handOverId, Guid[] turnsBefore) =>
        TryAsync(vendor, () => GiveBackAsync(vendor, handOverId, turnsBefore));

    /// <summary>
    /// Rows that were not written, or nobody knows: the queue is counted again, and the turns are as they were.
    /// </summary>
    public void Unwritten(Vendor vendor, Claim claimed)
    {
        turns.TakeBack(vendor.Name, claimed.TurnsBefore);
        count.Forget(vendor.Name);
    }

    /// <summary>A fault is told in the log: there was one before, which is the one to be thrown.</summary>
    private async Task TryAsync(Vendor vendor, Func<Task> giveBackAsync)
    {
        try
        {
            await giveBackAsync();
        }
        catch (Exception fault)
        {
            // Who looks for undecided hand-overs finds this one.
            Log.NotGivenBack(logger, vendor.Name, fault.GetBaseException().Message);
        }
    }

    private async Task GiveBackAsync(Vendor vendor, Guid handOverId, Guid[] turnsBefore)
    {
        turns.TakeBack(vendor.Name, turnsBefore);
        using var recording = new CancellationTokenSource(RecordHandOver.Patience, time);
        await record.NeverWrittenAsync(handOverId, recording.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(3008, LogLevel.Warning, "Messages that were claimed for {Vendor} could not be given back at once: {Fault}")]
        public static partial void NotGivenBack(ILogger logger, string vendor, string fault);
    }
}
