using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Accounts;

/// <summary>
/// The accounts that have a first-sender operator code (최초발신사업자) of their own, for whoever writes rows. Believed for a
/// few seconds, like keys: few accounts have one, and a hand-over asks for all of its messages at once.
/// </summary>
internal sealed class OriginCodes(NpgsqlDataSource source, TimeProvider time)
{
    private Known _known = new(DateTimeOffset.MinValue, new Dictionary<Guid, string>());

    public async ValueTask<IReadOnlyDictionary<Guid, string>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = Volatile.Read(ref _known);
        if (now - known.At < FindKey.Believed)
        {
            return known.Codes;
        }

        var codes = new Dictionary<Guid, string>();
        await using var command = source.Command("Accounts.Sql.read-origin-codes");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            codes[reader.GetGuid(0)] = reader.GetString(1);
        }

        Volatile.Write(ref _known, new Known(now, codes));
        return codes;
    }

    private sealed record Known(DateTimeOffset At, IReadOnlyDictionary<Guid, string> Codes);
}
