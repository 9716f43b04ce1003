using System.Collections.Concurrent;
using Gateway.Accounts;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Acceptance.Templates;

/// <summary>
/// The templates of an account. Which there are is believed for a few seconds, like keys; then one number tells whether
/// anything changed. So neither a campaign nor an account without templates asks for each of its messages. What is not
/// found is looked for again, once a second at most: a template that was just made on another node is found.
/// </summary>
internal sealed class FindTemplates(
    NpgsqlDataSource source, IServiceScopeFactory scopes, DamagedRows damaged, TimeProvider time)
{
    /// <summary>Templates of all accounts of which the names are remembered; beyond, all are forgotten.</summary>
    private const int MostKeys = 200_000;

    /// <summary>The same of accounts: one without templates takes its place too.</summary>
    private const int MostAccounts = 10_000;

    /// <summary>Letters of contents that are remembered; beyond, all are forgotten.</summary>
    private const int MostCharacters = 16_000_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly ConcurrentDictionary<(Guid Id, long Revision), LoadedTemplate> _loaded = new();
    private int _keys;
    private int _characters;

    /// <summary>By its name or its id; null when the account has none.</summary>
    public ValueTask<LoadedTemplate?> NamedAsync(
        Guid accountId, string nameOrId, CancellationToken cancellationToken) =>
        FindAsync(accountId, nameOrId, static (index, name) => index.Find(name), cancellationToken);

    /// <summary>The alimtalk that is registered with a sender key and a code; null when none is.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="code">Sender key and template code.</param>
    /// <param name="needed">True when a message is refused without one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<LoadedTemplate?> OfCodeAsync(
        Guid accountId, (string SenderKey, string Code) code, bool needed, CancellationToken cancellationToken)
    {
        if (!needed)
        {
            var index = await IndexAsync(accountId, FindKey.Believed, cancellationToken);
            var key = index.ByCode.GetValueOrDefault(code);
            return key is null ? null : await LoadAsync(accountId, key, cancellationToken);
        }

        return await FindAsync(
            accountId, code, static (index, wanted) => index.ByCode.GetValueOrDefault(wanted), cancellationToken);
    }

    /// <summary>Makes a change felt at once on this node.</summary>
    public void Forget(Guid accountId)
    {
        if (_known.TryRemove(accountId, out var known))
        {
            Interlocked.Add(ref _keys, -known.Index.Count);
        }
    }

    private async ValueTask<LoadedTemplate?> FindAsync<T>(
        Guid accountId, T wanted, Func<TemplateIndex, T, TemplateKey?> find, CancellationToken cancellationToken)
    {
        var key = find(await IndexAsync(accountId, FindKey.Believed, cancellationToken), wanted)
            ?? find(await IndexAsync(accountId, LookAgain, cancellationToken), wanted);
        return key is null ? null : await LoadAsync(accountId, key, cancellationToken);
    }

    private async ValueTask<TemplateIndex> IndexAsync(
        Guid accountId, TimeSpan believed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(accountId, out var known) && now - known.At < believed)
        {
            return known.Index;
        }

        // The version first: what changes while the names are read is seen with the next look.
        var version = await VersionAsync(accountId, cancellationToken);
        var index = known?.Index.Version == version
            ? known.Index
            : new TemplateIndex(version, version == 0 ? [] : await KeysAsync(accountId, cancellationToken));
        if (_known.Count >= MostAccounts || Volatile.Read(ref _keys) + index.Count > MostKeys)
        {
            _known.Clear();
            Volatile.Write(ref _keys, 0);
        }

        Forget(accountId);
        _known[accountId] = new Known(now, index);
        Interlocked.Add(ref _keys, index.Count);
        return index;
    }

    /// <summary>How often the templates of an account were changed.</summary>
    public async Task<long> VersionAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Templates.Sql.find-version");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private async Task<List<TemplateKey>> KeysAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Templates.Sql.list-keys");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        var keys = new List<TemplateKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new TemplateKey(
                reader.Get<Guid>("id"),
                reader.Get<string>("name"),
                reader.Find<string>("sender_key"),
                reader.Find<string>("template_code"),
                reader.Get<long>("revision")));
        }

        return keys;
    }

    private async ValueTask<LoadedTemplate?> LoadAsync(
        Guid accountId, TemplateKey key, CancellationToken cancellationToken)
    {
        if (_loaded.TryGetValue((key.Id, key.Revision), out var known))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var all = scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<MessageTemplate>();
        var found = await all.SingleOrDefaultAsync(
            template => template.Id == key.Id && template.AccountId == accountId, cancellationToken);
        if (found is null)
        {
            return null; // It was removed a moment ago.
        }

        var template = new LoadedTemplate(found.Name, found.Channel, found.Read())
        {
            Characters = found.Content.Length,
        };
        if (template.Content is null)
        {
            damaged.Tell("template", found.Id.ToString(), "its content cannot be read. Nothing is sent from it.");
        }

        if (Interlocked.Add(ref _characters, template.Characters) > MostCharacters)
        {
            _loaded.Clear();
            Volatile.Write(ref _characters, template.Characters);
        }

        return _loaded[(key.Id, key.Revision)] = template;
    }

    private sealed record Known(DateTimeOffset At, TemplateIndex Index);
}
