using Gateway.Platform;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Accounts;

/// <summary>
/// The accounts that have a first-sender operator code (최초발신사업자) of their own, for whoever writes rows. Believed for a
/// few seconds, like keys: few accounts have one, and a hand-over asks for all of its messages at once.
/// </summary>
internal sealed class OriginCodes
{
    private readonly NpgsqlDataSource _source;
    private readonly Believed<ValueTuple, IReadOnlyDictionary<Guid, string>> _codes;

    public OriginCodes(NpgsqlDataSource source, TimeProvider time)
    {
        _source = source;
        _codes = new Believed<ValueTuple, IReadOnlyDictionary<Guid, string>>(
            _ => ReadAsync(), FindKey.Believed, most: 1, time);
    }

    public ValueTask<IReadOnlyDictionary<Guid, string>> ReadAsync(CancellationToken cancellationToken) =>
        _codes.GetAsync(default, cancellationToken);

    private async Task<IReadOnlyDictionary<Guid, string>> ReadAsync()
    {
        var codes = new Dictionary<Guid, string>();
        await using var command = _source.Command("Accounts.Sql.read-origin-codes");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            codes[reader.GetGuid(0)] = reader.GetString(1);
        }

        return codes;
    }
}
