using Gateway.Platform.Vendors;

namespace Gateway.Dispatch;

/// <summary>The owner of what was claimed while a batch is written: it is taken, or given back.</summary>
internal sealed class ClaimAhead(Vendor vendor, Task<Claim?> claim, GiveBackClaims give) : IAsyncDisposable
{
    private bool _isTaken;

    /// <summary>The claim, which is the caller's from now on; null when nothing was claimed.</summary>
    public Task<Claim?> TakeAsync()
    {
        _isTaken = true;
        return claim;
    }

    /// <summary>Gives the claim back if nobody took it. Safe to repeat.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isTaken)
        {
            _isTaken = true;
            await give.AheadAsync(vendor, claim);
        }
    }
}
