using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Accounts.OptOuts;

/// <summary>For rooms above: which numbers refuse an account's advertisements.</summary>
internal sealed class FindOptOuts(NpgsqlDataSource source)
{
    /// <summary>Those among these that are on the list, with one look at the database however many they are.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(Guid accountId, IEnumerable<string> numbers, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Accounts.OptOuts.Sql.find-optouts");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string[]>("numbers", [.. numbers.Distinct(StringComparer.Ordinal)]));
        var found = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
