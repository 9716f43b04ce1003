using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Accounts.Streams;

/// <summary>
/// Ends the streams of keys that no longer count: within 5 s after the change, as requests are refused. One statement
/// for all streams of this node, and none while there are none. It only reads; two at once end the same streams.
/// </summary>
internal sealed class WatchStreamKeys(NpgsqlDataSource source, OpenStreams streams, TimeProvider time) : ILoop
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    public string Name => "watch-stream-keys";

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var opened = streams.Opened.Next;
        var keys = streams.Keys;
        if (keys.Length == 0)
        {
            return Rest.Till(opened);
        }

        var valid = new HashSet<Guid>();
        await using (var command = source.Command("Accounts.Sql.valid-keys"))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", keys));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                valid.Add(reader.GetGuid(0));
            }
        }

        streams.End(keys.Where(key => !valid.Contains(key)));
        return Rest.For(Every);
    }
}
