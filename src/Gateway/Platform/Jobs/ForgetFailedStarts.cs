using Hangfire.States;
using Hangfire.Storage;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Hangfire keeps failed starts for ever. Ours are tried again by themselves, so that a week is enough to look at them.
/// </summary>
internal sealed class ForgetFailedStarts : IApplyStateFilter
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState)
        {
            transaction.ExpireJob(context.BackgroundJob.Id, Kept);
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // Leaving the state changes nothing.
    }
}
