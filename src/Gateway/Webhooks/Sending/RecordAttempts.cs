using System.Threading.Channels;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// Stores what came of attempts, many in one transaction. A delivery that is not recorded is made again: at least once,
/// never lost. So is one whose step was given up; recorded after all, it changes only what is still pending.
/// </summary>
internal sealed partial class RecordAttempts(
    NpgsqlDataSource source, Random random, TimeProvider time, ILogger<RecordAttempts> logger) : ILoop
{
    private const int Group = 500;

    /// <summary>What the contract says: an endpoint that only fails for this long is disabled.</summary>
    private static readonly TimeSpan FailsAtMost = TimeSpan.FromDays(5);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(
        new UnboundedChannelOptions { SingleReader = true });

    private List<Entry> _group = [];

    public string Name => "record-attempts";

    /// <summary>Until the last request to an endpoint has ended.</summary>
    public bool StopsLast => true;

    public TimeSpan LongestPause => TimeSpan.FromSeconds(5);

    /// <summary>True when the outcome is stored, false when it could not be.</summary>
    public Task<bool> RecordAsync(OutgoingSet set, DeliveryOutcome outcome)
    {
        var entry = new Entry(
            set, outcome, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _entries.Writer.TryWrite(entry) ? entry.Done.Task : Task.FromResult(false);
    }

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var group = new List<Entry>();
        while (group.Count < Group && _entries.Reader.TryRead(out var entry))
        {
            group.Add(entry);
        }

        if (group.Count == 0)
        {
            return Rest.Till(_entries.Reader.WaitToReadAsync(CancellationToken.None).AsTask());
        }

        Volatile.Write(ref _group, group);
        try
        {
            await StoreAsync(group, CancellationToken.None);
        }
        catch (Exception fault) when (group.Count > 1 && !RunLoop.IsOutage(fault))
        {
            Log.OneByOne(logger, group.Count, fault.GetBaseException().Message);
            await StoreOneByOneAsync(group, progress);
        }
        finally
        {
            // Of what was stored this comes too late.
            group.ForEach(static entry => entry.Done.TrySetResult(entry.IsStored));
        }

        return Rest.None;
    }

    /// <summary>They are made again.</summary>
    public void GiveUp() => Volatile.Read(ref _group).ForEach(static entry => entry.Done.TrySetResult(false));

    /// <summary>
    /// One that the database refuses must not keep all others from being recorded. Its endpoint rests.
    /// </summary>
    private async Task StoreOneByOneAsync(List<Entry> group, LoopProgress progress)
    {
        foreach (var entry in group)
        {
            progress.Note();
            try
            {
                await StoreAsync([entry], CancellationToken.None);
            }
            catch (Exception fault) when (!RunLoop.IsOutage(fault))
            {
                Log.NotRecorded(logger, fault, entry.Set.Endpoint.Id);
            }
        }
    }

    private async Task StoreAsync(List<Entry> entries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var endpoints = entries
            .Where(entry => !entry.Outcome.IsHopeless)
            .GroupBy(entry => entry.Set.Endpoint.Id)
            .Select(group => new EndpointState(group.Key, group.Any(entry => entry.Outcome.Succeeded), group.Any(entry => entry.Set.Endpoint.IsFailing), group.Last().Outcome.Summary))
            .Where(state => !state.Succeeded || state.WasFailing)
            .OrderBy(state => state.Id)
            .ToList();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.BatchCommand("Webhooks.Sql.record-soon"));
        batch.BatchCommands.Add(Attempts(entries, now));
        if (endpoints.Count > 0)
        {
            batch.BatchCommands.Add(Failing(endpoints, now));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        entries.ForEach(static entry => entry.IsStored = true);
        await DisableAsync(connection, entries, endpoints, now, cancellationToken);
    }

    private NpgsqlBatchCommand Attempts(List<Entry> entries, DateTimeOffset now)
    {
        // One pause for a whole set, so that it stays together. In the order of ids: other nodes and requests lock the
        // same way.
        var rows = entries
            .SelectMany(entry =>
            {
                var first = entry.Set.Deliveries.Min(delivery => delivery.Attempts - delivery.AttemptsBefore) + 1;
                var pause = entry.Outcome.Succeeded || entry.Outcome.IsHopeless
                    ? null
                    : RetrySchedule.After(first, entry.Outcome.RetryAfter, random.NextDouble());
                return entry.Set.Deliveries.Select(
                    delivery => (entry.Set.Endpoint.Id, Delivery: delivery, entry.Outcome, Pause: pause));
            })
            .OrderBy(row => row.Delivery.Id)
            .ToList();
        var command = Sql.BatchCommand("Webhooks.Sql.record-attempts");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("webhook_ids", [.. rows.Select(row => row.Id)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. rows.Select(row => row.Delivery.Id)]));
        command.Parameters.Add(
            new NpgsqlParameter<Guid?[]>("message_ids", [.. rows.Select(row => row.Delivery.MessageId)]));
        command.Parameters.Add(new NpgsqlParameter<long[]>("seqs", [.. rows.Select(row => row.Delivery.EventSeq)]));
        command.Parameters.Add(
            new NpgsqlParameter<short[]>("numbers", [.. rows.Select(row => (short)(row.Delivery.Attempts + 1))]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("ats", [.. rows.Select(row => row.Outcome.At)]));
        command.Parameters.Add(
            new NpgsqlParameter<short?[]>("status_codes", [.. rows.Select(row => (short?)row.Outcome.StatusCode)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("errors", [.. rows.Select(row => row.Outcome.Error)]));
        command.Parameters.Add(new NpgsqlParameter<int[]>("durations", [.. rows.Select(row => (int)row.Outcome.Duration.TotalMilliseconds)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("answers", [.. rows.Select(row => row.Outcome.Answer)]));
        command.Parameters.Add(
            new NpgsqlParameter<short[]>("statuses", [.. rows.Select(row => (short)Status(row.Outcome, row.Pause))]));
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset?[]>("next_attempts", [.. rows.Select(row => now + row.Pause)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        return command;
    }

    private static NpgsqlBatchCommand Failing(List<EndpointState> endpoints, DateTimeOffset now)
    {
        var command = Sql.BatchCommand("Webhooks.Sql.record-failing");
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>("webhook_ids", [.. endpoints.Select(endpoint => endpoint.Id)]));
        command.Parameters.Add(
            new NpgsqlParameter<bool[]>("succeeded", [.. endpoints.Select(endpoint => endpoint.Succeeded)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        return command;
    }

    private async Task DisableAsync(
        NpgsqlConnection connection,
        List<Entry> entries,
        List<EndpointState> endpoints,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        foreach (var gone in entries.Where(entry => entry.Outcome.IsGone).Select(entry => entry.Set.Endpoint.Id).Distinct())
        {
            const string Reason = "The endpoint answered 410 Gone.";
            await using var command = connection.Command("Webhooks.Sql.disable-endpoint");
            command.Parameters.Add(new NpgsqlParameter<Guid>("id", gone));
            command.Parameters.Add(new NpgsqlParameter<string>("reason", Reason));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            await command.ExecuteNonQueryAsync(cancellationToken);
            Log.Disabled(logger, gone, Reason);
        }

        var failing = endpoints.Where(endpoint => !endpoint.Succeeded && endpoint.WasFailing).ToList();
        if (failing.Count == 0)
        {
            return;
        }

        await using var disable = connection.Command("Webhooks.Sql.disable-failing");
        disable.Parameters.Add(
            new NpgsqlParameter<Guid[]>("webhook_ids", [.. failing.Select(endpoint => endpoint.Id)]));
        disable.Parameters.Add(
            new NpgsqlParameter<string[]>("reasons", [.. failing.Select(endpoint => endpoint.Last)]));
        disable.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("since", now - FailsAtMost));
        disable.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await using var reader = await disable.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            Log.Disabled(logger, reader.GetGuid(0), reader.GetString(1));
        }
    }

    private static DeliveryStatus Status(DeliveryOutcome outcome, TimeSpan? next) =>
        outcome.Succeeded ? DeliveryStatus.Succeeded : next is null ? DeliveryStatus.Failed : DeliveryStatus.Pending;

    private sealed record Entry(OutgoingSet Set, DeliveryOutcome Outcome, TaskCompletionSource<bool> Done)
    {
        public bool IsStored { get; set; }
    }

    private sealed record EndpointState(Guid Id, bool Succeeded, bool WasFailing, string Last);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "The outcome of an attempt to deliver to webhook {WebhookId} could not be stored. It is made again.")]
        public static partial void NotRecorded(ILogger logger, Exception fault, Guid webhookId);

        [LoggerMessage(5003, LogLevel.Warning, "One of the outcomes of {Count} webhook attempts could not be stored, so they are stored one by one: {Fault}")]
        public static partial void OneByOne(ILogger logger, int count, string fault);

        [LoggerMessage(5002, LogLevel.Warning, "Webhook {WebhookId} is disabled: {Reason} Its events are kept.")]
        public static partial void Disabled(ILogger logger, Guid webhookId, string reason);
    }
}
