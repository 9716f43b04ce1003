using Gateway.Platform;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>A number as its account has registered it.</summary>
/// <param name="State">Null: the account has not registered it.</param>
/// <param name="ExpiresAt">Until when it may be used.</param>
/// <param name="BlockedCode">The result code that blocked it last.</param>
internal readonly record struct SenderStanding(SenderState? State, DateTimeOffset? ExpiresAt, int? BlockedCode)
{
    public SenderStanding At(DateTimeOffset now) =>
        State == SenderState.Approved && ExpiresAt <= now ? this with { State = SenderState.Expired } : this;
}

/// <summary>
/// Whether a number may be sent from. What allows a message is believed for a few seconds, like keys, so that a
/// campaign does not ask for each of its requests; what refuses one is always asked anew, so that an approval is felt
/// at once.
/// </summary>
internal sealed class FindSender
{
    private const int Most = 10_000;

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly Believed<(Guid AccountId, string Number), SenderStanding> _known;

    public FindSender(IServiceScopeFactory scopes, TimeProvider time)
    {
        _scopes = scopes;
        _time = time;
        _known = new Believed<(Guid AccountId, string Number), SenderStanding>(
            ReadAsync, FindKey.Believed, Most, time);
    }

    /// <param name="accountId">Whose number it is.</param>
    /// <param name="number">Digits.</param>
    /// <param name="needed">True when a number that is not registered is refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<SenderStanding> FindAsync(
        Guid accountId, string number, bool needed, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var key = (accountId, number);
        return _known.TryGet(key, out var known) && Allows(known.At(now), needed)
            ? known.At(now)
            : (await _known.ReadAsync(key, cancellationToken)).At(now);
    }

    /// <summary>Makes a change felt at once on this node.</summary>
    public void Forget() => _known.Forget();

    private async Task<SenderStanding> ReadAsync((Guid AccountId, string Number) of)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Sender>()
            .Where(sender => sender.AccountId == of.AccountId && sender.Number == of.Number)
            .Select(sender => new { sender.State, sender.ExpiresAt, sender.BlockedCode })
            .SingleOrDefaultAsync();
        return found is null ? default : new SenderStanding(found.State, found.ExpiresAt, found.BlockedCode);
    }

    private static bool Allows(SenderStanding standing, bool needed) =>
        standing.State == SenderState.Approved || (!needed && standing.State is null or SenderState.Pending);
}
