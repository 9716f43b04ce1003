using System.Collections.Concurrent;
using Gateway.Files.Types;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Files;

/// <summary>
/// Lays files where an agent finds them, before the rows that name them exist. First <c>staged_files</c> says for which
/// message what will lie where; then the files are copied, several at once, and no database transaction waits for the
/// disk meanwhile. <see cref="RemoveStaged"/> can do without a lock because of two rules: a message that has not ended
/// keeps its files, and a name that several messages may share takes no new ones long before its file goes (see
/// <see cref="StagedNames.JoinedFor"/>).
/// </summary>
internal sealed class StageFiles(NpgsqlDataSource source, FileStore store, DiskDeadline disk, TimeProvider time)
{
    /// <summary>
    /// Most of a copy is waiting until the disk has it, and a disk syncs several files nearly as fast as one.
    /// </summary>
    private const int CopiesAtOnce = 8;

    /// <summary>
    /// So long new copies begin. What is not reached then waits for the next hand-over: those that are ready do not
    /// wait for a thousand others, nor does a one-time password that was claimed with them.
    /// </summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longer a copy may not take: an undecided hand-over is given up after a while, and what
    /// <see cref="RemoveStaged"/> took for ended must not appear afterwards.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Stages the files of messages; answers what came of each, in the same order. Doing it again does no harm and
    /// copies nothing that is there.
    /// </summary>
    public async Task<IReadOnlyList<StagingOutcome>> StageAsync(
        StagingPlace place, IReadOnlyList<FilesOfMessage> messages, CancellationToken cancellationToken)
    {
        if (place.WriteTo.Length == 0)
        {
            // Messages may still wait when the setting is taken away.
            var unset = new StagingException(
                $"Vendors:{place.Vendor}:Attachments:WriteTo is not set.", isPermanent: false);
            return [.. messages.Select(_ => StagingOutcome.Failed(unset))];
        }

        var now = time.GetUtcNow();
        var directory = new StagingDirectory(place.Vendor, place.WriteTo);
        var stored = await FindAsync([.. messages.SelectMany(message => message.Stored).Distinct()], cancellationToken);
        var plans = messages.Select(message => Plan.Of(place, message, stored, now)).ToList();
        await EnterAsync(place.Vendor, directory, plans, now, cancellationToken);
        var laid = await LayAsync(
            directory, [.. plans.SelectMany(plan => plan.Copies).DistinctBy(copy => copy.Name)], cancellationToken);
        return [.. plans.Select(plan => plan.Judge(place, laid))];
    }

    /// <summary>The names that were tried: null where the file lies there now, else the fault.</summary>
    private async Task<ConcurrentDictionary<string, StagingException?>> LayAsync(
        StagingDirectory directory, IReadOnlyList<Copy> copies, CancellationToken cancellationToken)
    {
        var laid = new ConcurrentDictionary<string, StagingException?>();
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await Parallel.ForEachAsync(copies, new ParallelOptions { MaxDegreeOfParallelism = CopiesAtOnce, CancellationToken = cancellationToken }, async (copy, _) =>
        {
            if (time.GetElapsedTime(began) < Beginning)
            {
                laid[copy.Name] = await LayAsync(
                    directory,
                    copy,
                    () => time.GetElapsedTime(began) > Longest,
                    either.Token,
                    cancellationToken);
            }
        });
        return laid;
    }

    private async Task<StagingException?> LayAsync(
        StagingDirectory directory,
        Copy copy,
        Func<bool> isLate,
        CancellationToken limit,
        CancellationToken cancellationToken)
    {
        try
        {
            return await disk.RunAsync<StagingException?>(directory.Place, async () =>
            {
                if (!directory.Has(copy.Name, copy.Size))
                {
                    await using var content = await OpenAsync(copy);
                    await directory.WriteAsync(copy.Name, content, isLate, limit);
                }

                return null;
            });
        }
        catch (TimeoutException)
        {
            return directory.TooSlow(copy.Name, DiskDeadline.Limit);
        }
        catch (StagingException fault)
        {
            return fault;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return directory.TooSlow(copy.Name, Longest);
        }
    }

    private async Task<Stream> OpenAsync(Copy copy)
    {
        try
        {
            return copy.Stored is { } id
                ? await store.OpenAsync(id)
                : new MemoryStream(copy.Made ?? [], writable: false);
        }
        catch (FileStoreException fault)
        {
            throw new StagingException(
                $"The bytes of file {copy.Stored} cannot be reached below Gateway:Files:Root: {fault.Message}",
                isPermanent: false,
                fault);
        }
    }

    private async Task<Dictionary<Guid, KnownFile>> FindAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        var files = new Dictionary<Guid, KnownFile>();
        if (ids.Length == 0)
        {
            return files;
        }

        await using var find = source.Command("Files.Sql.find-staging");
        find.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", ids));
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            files[reader.Get<Guid>("id")] = new KnownFile(
                FileType.Of(reader.Get<string>("content_type")),
                reader.Get<byte[]>("sha256"),
                reader.Get<long>("size"));
        }

        return files;
    }

    private async Task EnterAsync(
        string vendor,
        StagingDirectory directory,
        IEnumerable<Plan> plans,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var entries = plans.SelectMany(plan => plan.Copies.Select(copy => (plan.MessageId, Path: directory.PathOf(copy.Name)))).Distinct().ToList();
        if (entries.Count == 0)
        {
            return;
        }

        await using var enter = source.Command("Files.Sql.enter-staged");
        enter.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        enter.Parameters.Add(new NpgsqlParameter<Guid[]>("message_ids", [.. entries.Select(entry => entry.MessageId)]));
        enter.Parameters.Add(new NpgsqlParameter<string[]>("paths", [.. entries.Select(entry => entry.Path)]));
        enter.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await enter.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record KnownFile(FileType Type, byte[] Sha256, long Size);

    /// <summary>One file to be laid: a stored one, or content that was made.</summary>
    private sealed record Copy(string Name, long Size, Guid? Stored, byte[]? Made);

    /// <summary>What one message needs, or why it cannot have it.</summary>
    private sealed record Plan(Guid MessageId, IReadOnlyList<Copy> Copies, StagingException? Fault = null)
    {
        public static Plan Of(
            StagingPlace place, FilesOfMessage message, Dictionary<Guid, KnownFile> stored, DateTimeOffset now)
        {
            try
            {
                var copies = message.Stored.Select((id, position) => stored.TryGetValue(id, out var file)
                    ? new Copy(StagedNames.Of(place, file.Sha256, file.Type.Extension, message.MessageId, position, now), file.Size, id, null)
                    : throw new StagingException($"File {id} does not exist any more.", isPermanent: true)).ToList();
                if (message.Made is { } made)
                {
                    copies.Add(new Copy(StagedNames.OfMade(place, message.MessageId, made.Extension), made.Content.Length, null, made.Content));
                }

                return new Plan(message.MessageId, copies);
            }
            catch (StagingException fault)
            {
                return new Plan(message.MessageId, [], fault);
            }
        }

        public StagingOutcome Judge(StagingPlace place, ConcurrentDictionary<string, StagingException?> laid)
        {
            var faults = Copies.Select(copy => laid.GetValueOrDefault(copy.Name)).Prepend(Fault).OfType<StagingException>().ToList();
            return faults.Count > 0 ? StagingOutcome.Failed(faults[0])
                : Copies.Any(copy => !laid.ContainsKey(copy.Name)) ? StagingOutcome.NotReached
                : StagingOutcome.Laid([.. Copies.Select(copy => StagedNames.InRow(place, copy.Name))]);
        }
    }
}
