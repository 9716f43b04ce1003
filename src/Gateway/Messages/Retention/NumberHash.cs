using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Gateway.Messages.Retention;

/// <summary>
/// What stays of a recipient's number: a keyed hash, so that whoever knows the number still finds its messages, and whoever has the table cannot try all numbers. The key is made once for an
/// installation, and lies encrypted in the state database, as all nodes need the same. The account is part of what is hashed: two accounts' lists cannot be compared.
/// A key that cannot be opened is told and left where it is, for it may come back; another one is made beside it, and
/// numbers are looked for under all that can be opened.
/// </summary>
internal sealed class NumberHash(NpgsqlDataSource source, IDataProtectionProvider protection, DamagedRows damaged, TimeProvider time)
{
    /// <summary>Begins what stands in the place of a number. No number does.</summary>
    private const string Prefix = "h:";

    private const string Name = "recipient-hash";
    private const int KeyBytes = 32;

    /// <summary>Keys of an installation; each but the first was made because no other could be opened.</summary>
    private const int MostKeys = 100;

    /// <summary>Another node may have made one since.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Messages.NumberHash");
    private volatile Known? _known;

    /// <summary>What stands in the place of a number whose message ends now.</summary>
    public async ValueTask<string> OfAsync(Guid accountId, string number, CancellationToken cancellationToken) =>
        Of((await KeysAsync(cancellationToken))[0], accountId, number);

    /// <summary>
    /// The same for who stores nothing. An installation that has no key has nothing that could be found by one, and
    /// none is made.
    /// </summary>
    public async ValueTask<string> ForLookingAsync(
        Guid accountId, string number, CancellationToken cancellationToken) =>
        Of(await FindKeyAsync(cancellationToken) ?? new byte[KeyBytes], accountId, number);

    /// <summary>All that may stand in the place of a number.</summary>
    public async ValueTask<string[]> AllOfAsync(Guid accountId, string number, CancellationToken cancellationToken) =>
        [.. (await KeysAsync(cancellationToken)).Select(key => Of(key, accountId, number))];

    private static string Of(byte[] key, Guid accountId, string number) =>
        Prefix + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{accountId:N}{number}")));

    private async ValueTask<byte[]?> FindKeyAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetUtcNow() - known.At < ReadAgainAfter)
        {
            return known.Keys[0];
        }

        var (keys, _) = await ReadKeysAsync(cancellationToken);
        if (keys.Count == 0)
        {
            return null;
        }

        _known = new Known(keys, time.GetUtcNow());
        return keys[0];
    }

    /// <summary>The first node to need a key makes it; the table decides which one is first.</summary>
    private async ValueTask<IReadOnlyList<byte[]>> KeysAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetUtcNow() - known.At < ReadAgainAfter)
        {
            return known.Keys;
        }

        for (var number = 1; ; number++)
        {
            var (keys, stored) = await ReadKeysAsync(cancellationToken);
            if (keys.Count > 0)
            {
                _known = new Known(keys, time.GetUtcNow());
                return keys;
            }

            if (number > MostKeys)
            {
                throw new InvalidOperationException("No key for the hashes of numbers can be opened, not even one that was made a moment ago.");
            }

            number = Math.Max(number, stored + 1);
            await AddKeyAsync(number == 1 ? Name : FormattableString.Invariant($"{Name}-{number}"), cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<byte[]> Keys, int Stored)> ReadKeysAsync(CancellationToken cancellationToken)
    {
        var keys = new List<byte[]>();
        var stored = 0;
        await using var read = source.Command("Messages.Retention.Sql.read-secrets");
        read.Parameters.Add(new NpgsqlParameter<string>("name", Name));
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            stored++;
            try
            {
                keys.Add(Convert.FromBase64String(_protector.Unprotect(reader.GetString(1))));
            }
            catch (Exception fault) when (LostText.Is(fault))
            {
                damaged.Tell(
                    "secret",
                    reader.GetString(0),
                    $"it cannot be opened: {fault.GetBaseException().Message} Contents are removed with another one. Messages "
                    + "whose numbers were removed with this one are not found by them until it can be opened: is its key missing "
                    + "from data_protection_keys?");
            }
        }

        return (keys, stored);
    }

    private async Task AddKeyAsync(string name, CancellationToken cancellationToken)
    {
        await using var add = source.Command("Messages.Retention.Sql.add-secret");
        add.Parameters.Add(new NpgsqlParameter<string>("name", name));
        add.Parameters.Add(new NpgsqlParameter<string>("value", _protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)))));
        add.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        await add.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Known(IReadOnlyList<byte[]> Keys, DateTimeOffset At);
}
