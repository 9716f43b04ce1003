using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Files;

/// <summary>
/// Takes staged files away after the last report. Safe to break off and to repeat, in any number of processes: a file
/// goes only when no message that may still come can need it (<see cref="Youngest"/>), and what <c>staged_files</c>
/// says of it goes after it.
/// </summary>
internal sealed class RemoveStaged(NpgsqlDataSource source, DiskDeadline disk, TimeProvider time)
{
    /// <summary>
    /// Files laid a moment ago may belong to a message whose fate is just being written down, or may still be on their
    /// way to the disk.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>Clocks of nodes differ, but not by so much.</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromMinutes(10);

    /// <summary>How long ago a file must have been laid before it is looked at.</summary>
    /// <param name="filePerMessage">False: other messages may join it for a while.</param>
    public static TimeSpan Youngest(bool filePerMessage) =>
        filePerMessage ? Settled : StagedNames.JoinedFor + ClockError;

    /// <summary>
    /// Deletes what was staged for these ended messages and serves no other. A file that the agent deleted already is
    /// no fault. Answers how many went.
    /// </summary>
    public async Task<int> RemoveAsync(
        string vendor, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var free = await LeaveAsync(vendor, messageIds, cancellationToken);
        var fates = new List<(string Path, RemovedFile Fate)>();
        foreach (var path in free)
        {
            fates.Add((path, await RemoveAsync(path)));
        }

        // What cannot be deleted now, such as a file that an agent on Windows holds open, is tried again later.
        await UpdateAsync(
            "Files.Sql.forget-staged",
            vendor,
            messageIds,
            fates.Where(file => file.Fate != RemovedFile.Stays),
            cancellationToken);
        await UpdateAsync(
            "Files.Sql.postpone-staged",
            vendor,
            messageIds,
            fates.Where(file => file.Fate == RemovedFile.Stays),
            cancellationToken,
            time.GetUtcNow());
        return fates.Count(file => file.Fate == RemovedFile.Gone);
    }

    private async Task<RemovedFile> RemoveAsync(string path)
    {
        try
        {
            return await disk.RunAsync(
                Path.GetDirectoryName(path) ?? path, () => Task.FromResult(StagingDirectory.Remove(path)));
        }
        catch (TimeoutException)
        {
            return RemovedFile.Stays;
        }
    }

    /// <summary>
    /// The paths that serve nobody but these messages. One at a time for a vendor, or each of two leaves a shared file
    /// to the other.
    /// </summary>
    private async Task<List<string>> LeaveAsync(
        string vendor, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var take = connection.Command("Files.Sql.own-staging"))
        {
            take.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        var paths = new List<string>();
        await using (var leave = connection.Command("Files.Sql.leave-staged"))
        {
            leave.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
            leave.Parameters.Add(new NpgsqlParameter<Guid[]>("message_ids", [.. messageIds]));
            await using var reader = await leave.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                paths.Add(reader.GetString(0));
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return paths;
    }

    private async Task UpdateAsync(
        string statement,
        string vendor,
        IReadOnlyCollection<Guid> messageIds,
        IEnumerable<(string Path, RemovedFile Fate)> files,
        CancellationToken cancellationToken,
        DateTimeOffset? now = null)
    {
        string[] paths = [.. files.Select(file => file.Path)];
        if (paths.Length == 0)
        {
            return;
        }

        await using var update = source.Command(statement);
        update.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        update.Parameters.Add(new NpgsqlParameter<Guid[]>("message_ids", [.. messageIds]));
        update.Parameters.Add(new NpgsqlParameter<string[]>("paths", paths));
        if (now is { } moment)
        {
            update.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", moment));
        }

        await update.ExecuteNonQueryAsync(cancellationToken);
    }
}
