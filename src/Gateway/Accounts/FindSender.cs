using System.Collections.Concurrent;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>Whether a number is registered for an account, and approved. Believed for a few seconds, like keys, so that a campaign does not ask for each of its requests.</summary>
internal sealed class FindSender(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(Guid AccountId, string Number), DateTimeOffset> _registered = new();

    public async ValueTask<bool> IsRegisteredAsync(Guid accountId, string number, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_registered.TryGetValue((accountId, number), out var at) && now - at < FindKey.Believed)
        {
            return true;
        }

        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Sender>().AnyAsync(sender => sender.AccountId == accountId && sender.Number == number && sender.State == SenderState.Approved, cancellationToken))
        {
            return false;
        }

        if (_registered.Count >= Most)
        {
            _registered.Clear();
        }

        _registered[(accountId, number)] = now;
        return true;
    }
}
