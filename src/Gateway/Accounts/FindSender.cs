using System.Collections.Concurrent;
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
internal sealed class FindSender(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(Guid AccountId, string Number), Known> _known = new();

    /// <param name="accountId">Whose number it is.</param>
    /// <param name="number">Digits.</param>
    /// <param name="needed">True when a number that is not registered is refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<SenderStanding> FindAsync(
        Guid accountId, string number, bool needed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue((accountId, number), out var known)
            && now - known.At < FindKey.Believed
            && Allows(known.Found.At(now), needed))
        {
            return known.Found;
        }

        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Sender>()
            .Where(sender => sender.AccountId == accountId && sender.Number == number)
            .Select(sender => new { sender.State, sender.ExpiresAt, sender.BlockedCode })
            .SingleOrDefaultAsync(cancellationToken);
        var standing = found is null ? default : new SenderStanding(found.State, found.ExpiresAt, found.BlockedCode);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[(accountId, number)] = new Known(now, standing);
        return standing.At(now);
    }

    /// <summary>Makes a change felt at once on this node.</summary>
    public void Forget() => _known.Clear();

    private static bool Allows(SenderStanding standing, bool needed) =>
        standing.State == SenderState.Approved || (!needed && standing.State is null or SenderState.Pending);

    private readonly record struct Known(DateTimeOffset At, SenderStanding Found);
}
