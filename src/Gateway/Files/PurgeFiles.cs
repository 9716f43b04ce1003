using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Files;

/// <summary>
/// Forgets files that were deleted, or have expired and that no message needs: first the bytes, then the row, so that a
/// crash in between loses nothing from sight.
/// </summary>
internal sealed partial class PurgeFiles(
    NpgsqlDataSource source, FileStore store, TimeProvider time, ILogger<PurgeFiles> logger) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>Whoever found a file just before it expired has used it by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>No upload lasts so long.</summary>
    private static readonly TimeSpan UnfinishedLive = TimeSpan.FromDays(1);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var purgeable = await FindAsync(now - Grace, cancellationToken);
        try
        {
            await store.DeleteUnfinishedAsync(now - UnfinishedLive);
            foreach (var id in purgeable)
            {
                await store.DeleteAsync(id);
            }
        }
        catch (FileStoreException fault)
        {
            Log.DiskFault(logger, fault);
            return 0;
        }

        await using var purge = source.Command("Files.Sql.purge");
        purge.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. purgeable]));
        return purgeable.Count == 0 ? 0 : await purge.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<Guid>> FindAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var find = source.Command("Files.Sql.find-purgeable");
        find.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        find.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var ids = new List<Guid>();
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private static partial class Log
    {
        [LoggerMessage(6003, LogLevel.Warning, "Old files stay for now: they cannot be deleted below Gateway:Files:Root.")]
        public static partial void DiskFault(ILogger logger, Exception fault);
    }
}
