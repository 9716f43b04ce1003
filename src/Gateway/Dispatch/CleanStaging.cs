using Gateway.Files;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Takes away the files of messages that have ended, and what copies of killed processes left behind.
/// </summary>
internal sealed class CleanStaging(
    NpgsqlDataSource source,
    RemoveStaged files,
    DiskDeadline disk,
    VendorTable vendors,
    TimeProvider time) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>No copy lasts so long.</summary>
    private static readonly TimeSpan UnfinishedLive = TimeSpan.FromHours(1);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var vendor in vendors.All.Where(vendor => vendor.Options.Attachments.WriteTo is not null))
        {
            await DeleteUnfinishedAsync(new StagingDirectory(vendor.Name, vendor.Options.Attachments.WriteTo ?? ""));
        }

        var ended = await EndedAsync(cancellationToken);
        foreach (var group in ended.GroupBy(entry => entry.Vendor, entry => entry.MessageId))
        {
            await files.RemoveAsync(group.Key, [.. group], cancellationToken);
        }

        return ended.Count;
    }

    private async Task DeleteUnfinishedAsync(StagingDirectory directory)
    {
        try
        {
            await disk.RunAsync(
                directory.Place, () => Task.FromResult(directory.DeleteUnfinished(time.GetUtcNow() - UnfinishedLive)));
        }
        catch (TimeoutException)
        {
            // Its directory hangs, and those of others do not.
        }
    }

    private async Task<List<(string Vendor, Guid MessageId)>> EndedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        string[] own = [.. vendors.All.Where(vendor => vendor.Protocol.Staging.FilePerMessage).Select(vendor => vendor.Name)];
        await using var command = source.Command("Dispatch.Sql.ended-staging");
        command.Parameters.Add(new NpgsqlParameter<string[]>("own", own));
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset>("own_before", now - RemoveStaged.Youngest(filePerMessage: true)));
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset>("shared_before", now - RemoveStaged.Youngest(filePerMessage: false)));
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
