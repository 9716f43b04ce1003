using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Accounts;

/// <summary>Writes down now and then which keys were used, so that an owner sees which ones can go. Losing a minute of it harms nobody, nor does writing it late.</summary>
internal sealed class TouchKeys(FindKey keys, NpgsqlDataSource source) : ILoop
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    public string Name => "touch-keys";

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var used = keys.TakeUsed();
        if (used.Count > 0)
        {
            await using var command = source.Command("Accounts.Sql.touch-keys");
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. used.Keys]));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("used_at", [.. used.Values]));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return Rest.For(Every);
    }
}
