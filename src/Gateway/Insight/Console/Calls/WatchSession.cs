using Gateway.Accounts;
using Gateway.Platform.Errors;

namespace Gateway.Insight.Console.Calls;

/// <summary>Whether a sign-in still counts: its eight hours, its key, and from where that may be used.</summary>
internal sealed class WatchSession(AdmitCaller keys, TimeProvider time)
{
    /// <summary>A key that was revoked is not found within five seconds; with this, pages end within them too.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    public async Task<bool> StillCountsAsync(Visit visit, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= visit.Until)
        {
            return false;
        }

        try
        {
            return await keys.FindAsync(visit.Secret, cancellationToken) is { } key
                && (key.AllowedAddresses is not { } list || list.Contains(visit.Address));
        }
        catch (Exception fault) when (UnhandledExceptionHandler.IsStorageFault(fault))
        {
            // While the state database is away nobody is sent away: each call tells of it.
            return true;
        }
    }
}
