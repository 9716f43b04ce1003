using Gateway.Files.Types;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Files;

/// <summary>
/// Lays files where an agent finds them, before the row that names them exists, and takes them away after the last report. What lies where is kept in
/// <c>staged_files</c>, so that a file which serves many messages goes with the last of them.
/// </summary>
internal sealed class StageFiles(NpgsqlDataSource source, FileStore store, TimeProvider time)
{
    /// <summary>Stages stored files for one message; answers their names as they go into the row, in the same order. Doing it again does no harm.</summary>
    /// <exception cref="StagingException">A file is gone, or the directory cannot be used.</exception>
    public async Task<IReadOnlyList<string>> StageAsync(
        string vendor, string writeTo, string agentPath, StagingRules rules, Guid messageId, IReadOnlyList<Guid> fileIds, CancellationToken cancellationToken)
    {
        var directory = new StagingDirectory(vendor, writeTo);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, "Files.Sql.hold-staging", vendor, cancellationToken);
        var files = await FindAsync(connection, fileIds, cancellationToken);
        var names = fileIds.Select((id, position) => files.TryGetValue(id, out var file)
            ? StagedNames.Of(vendor, rules, agentPath, file.Sha256, file.Type.Extension, messageId, position)
            : throw Gone(id)).ToList();
        await EnterAsync(connection, vendor, messageId, [.. names.Select(directory.PathOf)], cancellationToken);
        foreach (var (id, name) in fileIds.Zip(names))
        {
            await CopyAsync(directory, id, name, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. names.Select(name => StagedNames.InRow(rules, agentPath, name))];
    }

    /// <summary>Stages content that was made for one message, such as Bizppurio's JSON file; answers its name as it goes into the row.</summary>
    /// <exception cref="StagingException">The directory cannot be used.</exception>
    public async Task<string> StageContentAsync(
        string vendor, string writeTo, string agentPath, StagingRules rules, Guid messageId, byte[] content, string extension, CancellationToken cancellationToken)
    {
        var directory = new StagingDirectory(vendor, writeTo);
        var name = StagedNames.OfContent(vendor, rules, agentPath, messageId, extension);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, "Files.Sql.hold-staging", vendor, cancellationToken);
        await EnterAsync(connection, vendor, messageId, [directory.PathOf(name)], cancellationToken);
        await directory.WriteAsync(name, new MemoryStream(content), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return StagedNames.InRow(rules, agentPath, name);
    }

    /// <summary>Deletes what was staged for these messages and serves no other. A file that the agent deleted already is no fault. Answers how many went.</summary>
    public async Task<int> RemoveAsync(string vendor, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, "Files.Sql.own-staging", vendor, cancellationToken);
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

        var removed = paths.Count(StagingDirectory.Remove);
        await transaction.CommitAsync(cancellationToken);
        return removed;
    }

    private async Task CopyAsync(StagingDirectory directory, Guid id, string name, CancellationToken cancellationToken)
    {
        FileStream content;
        try
        {
            content = store.Open(id);
        }
        catch (FileStoreException fault)
        {
            throw new StagingException($"The bytes of file {id} cannot be reached below Gateway:Files:Root: {fault.Message}", isPermanent: false, fault);
        }

        await using (content)
        {
            if (!directory.Has(name, content.Length))
            {
                await directory.WriteAsync(name, content, cancellationToken);
            }
        }
    }

    /// <summary>Until the transaction ends. Those who stage do not wait for one another, only for those who remove; vendors never wait for each other.</summary>
    private static async Task LockAsync(NpgsqlConnection connection, string statement, string vendor, CancellationToken cancellationToken)
    {
        await using var take = connection.Command(statement);
        take.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        await take.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<Guid, (FileType Type, byte[] Sha256)>> FindAsync(NpgsqlConnection connection, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var find = connection.Command("Files.Sql.find-staging");
        find.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. ids]));
        var files = new Dictionary<Guid, (FileType, byte[])>();
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            files[reader.GetGuid(0)] = (FileType.Of(reader.GetString(1)), await reader.GetFieldValueAsync<byte[]>(2, cancellationToken));
        }

        return files;
    }

    private async Task EnterAsync(NpgsqlConnection connection, string vendor, Guid messageId, string[] paths, CancellationToken cancellationToken)
    {
        await using var enter = connection.Command("Files.Sql.enter-staged");
        enter.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        enter.Parameters.Add(new NpgsqlParameter<Guid>("message_id", messageId));
        enter.Parameters.Add(new NpgsqlParameter<string[]>("paths", paths));
        enter.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        await enter.ExecuteNonQueryAsync(cancellationToken);
    }

    private static StagingException Gone(Guid id) => new($"File {id} does not exist any more.", isPermanent: true);
}
