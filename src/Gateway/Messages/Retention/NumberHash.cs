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
/// </summary>
internal sealed class NumberHash(NpgsqlDataSource source, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Begins what stands in the place of a number. No number does.</summary>
    private const string Prefix = "h:";

    private const string Name = "recipient-hash";
    private const int KeyBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Messages.NumberHash");
    private byte[]? _key;

    public async ValueTask<string> OfAsync(Guid accountId, string number, CancellationToken cancellationToken)
    {
        var key = _key ??= await ReadKeyAsync(cancellationToken);
        return Prefix + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{accountId:N}{number}")));
    }

    /// <summary>The first node to need a key makes it; the table decides which one is first.</summary>
    private async Task<byte[]> ReadKeyAsync(CancellationToken cancellationToken)
    {
        await using (var add = source.Command("Messages.Retention.Sql.add-secret"))
        {
            add.Parameters.Add(new NpgsqlParameter<string>("name", Name));
            add.Parameters.Add(new NpgsqlParameter<string>("value", _protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)))));
            add.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
            await add.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var read = source.Command("Messages.Retention.Sql.read-secret");
        read.Parameters.Add(new NpgsqlParameter<string>("name", Name));
        var stored = (string?)await read.ExecuteScalarAsync(cancellationToken) ?? throw new InvalidOperationException("The key was there a moment ago.");
        return Convert.FromBase64String(_protector.Unprotect(stored));
    }
}
