using Gateway.Files;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>Takes away the files of messages that have ended.</summary>
internal sealed class CleanStaging(NpgsqlDataSource source, StageFiles files, TimeProvider time) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>Files laid a moment ago may belong to a message whose fate is just being written down.</summary>
    private static readonly TimeSpan Youngest = TimeSpan.FromMinutes(1);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var ended = await EndedAsync(cancellationToken);
        foreach (var group in ended.GroupBy(entry => entry.Vendor, entry => entry.MessageId))
        {
            await files.RemoveAsync(group.Key, [.. group], cancellationToken);
        }

        return ended.Count;
    }

    private async Task<List<(string Vendor, Guid MessageId)>> EndedAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.ended-staging");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", time.GetUtcNow() - Youngest));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var ended = new List<(string, Guid)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ended.Add((reader.GetString(0), reader.GetGuid(1)));
        }

        return ended;
    }
}
