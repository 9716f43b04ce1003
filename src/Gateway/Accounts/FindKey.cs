using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>
/// Finds who a key belongs to. What was found is believed for a few seconds, so that a busy key costs no look at the database with each request, and a revoked one
/// stops working on every node within that time.
/// </summary>
internal sealed class FindKey
{
    /// <summary>Promised: a revoked key is refused within 5 seconds everywhere.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(4);

    /// <summary>Keys in memory. Unknown ids are remembered too, so guessing costs the database nothing; beyond this many, everything is forgotten.</summary>
    private const int Most = 10_000;

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly Believed<Guid, Entry> _entries;

    /// <summary>Ids of keys that were used, with the last time; taken by whoever writes it down.</summary>
    private ConcurrentDictionary<Guid, DateTimeOffset> _used = new();

    public FindKey(IServiceScopeFactory scopes, TimeProvider time)
    {
        _scopes = scopes;
        _time = time;
        _entries = new Believed<Guid, Entry>(ReadAsync, Believed, Most, time);
    }

    /// <summary>Null when the key is unknown, revoked, expired, or its account suspended. Hashes are compared in constant time.</summary>
    public async ValueTask<KnownKey?> FindAsync(string key, byte[] hash, CancellationToken cancellationToken)
    {
        if (!KeySecret.TryReadId(key, out var id))
        {
            return null;
        }

        var entry = await _entries.GetAsync(id, cancellationToken);
        if (entry.Known is null || entry.ExpiresAt <= _time.GetUtcNow() || !CryptographicOperations.FixedTimeEquals(hash, entry.Hash))
        {
            return null;
        }

        _used[id] = _time.GetUtcNow();
        return entry.Known;
    }

    /// <summary>The built-in account, for <c>Gateway:AdminKey</c>.</summary>
    public async ValueTask<KnownKey?> DefaultAsync(CancellationToken cancellationToken) =>
        (await _entries.GetAsync(Caller.DefaultAccount, cancellationToken)).Known
            ?? throw new InvalidOperationException("The built-in account is missing: the first migration makes it.");

    /// <summary>Makes a change felt at once on this node.</summary>
    public void Forget() => _entries.Forget();

    public IReadOnlyDictionary<Guid, DateTimeOffset> TakeUsed() => Interlocked.Exchange(ref _used, new ConcurrentDictionary<Guid, DateTimeOffset>());

    private async Task<Entry> ReadAsync(Guid id)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        if (id == Caller.DefaultAccount)
        {
            var own = await db.Set<Account>().SingleOrDefaultAsync(account => account.Id == id);
            return new Entry(own is null ? null : KnownKey.Of(own, null), []);
        }

        var found = await (
            from key in db.Set<ApiKey>()
            join account in db.Set<Account>() on key.AccountId equals account.Id
            where key.Id == id && key.RevokedAt == null && account.Status == AccountStatus.Active
            select new { key, account }).SingleOrDefaultAsync();
        return found is null ? new Entry(null, []) : new Entry(KnownKey.Of(found.account, found.key), found.key.Hash) { ExpiresAt = found.key.ExpiresAt };
    }

    private sealed record Entry(KnownKey? Known, byte[] Hash)
    {
        public DateTimeOffset? ExpiresAt { get; init; }
    }
}
