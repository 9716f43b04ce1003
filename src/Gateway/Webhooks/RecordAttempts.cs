using System.Threading.Channels;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>Stores what came of attempts, many in one statement. A delivery that is not recorded is made again after its lease: at least once, never lost.</summary>
internal sealed partial class RecordAttempts(NpgsqlDataSource source, MessageSignals signals, Random random, TimeProvider time, ILogger<RecordAttempts> logger) : BackgroundService
{
    private const int Group = 500;

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Completes when the outcome is stored, or could not be.</summary>
    public Task RecordAsync(DeliveryOutcome outcome)
    {
        var entry = new Entry(outcome, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _entries.Writer.TryWrite(entry) ? entry.Done.Task : Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Entry>();
        while (await _entries.Reader.WaitToReadAsync(stoppingToken))
        {
            while (group.Count < Group && _entries.Reader.TryRead(out var entry))
            {
                group.Add(entry);
            }

            try
            {
                await StoreAsync([.. group.Select(entry => entry.Outcome)], CancellationToken.None);
            }
            catch (Exception fault)
            {
                Log.NotRecorded(logger, fault, group.Count);
            }

            foreach (var entry in group)
            {
                entry.Done.TrySetResult();
            }

            group.Clear();
        }
    }

    private async Task StoreAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = outcomes.Select(outcome => outcome.Succeeded ? null : RetrySchedule.After(outcome.Attempt, outcome.RetryAfter, random.NextDouble())).ToList();
        await using var command = source.Command("Webhooks.Sql.record-attempts");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. outcomes.Select(outcome => outcome.DeliveryId)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("numbers", [.. outcomes.Select(outcome => outcome.Attempt)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("ats", [.. outcomes.Select(outcome => outcome.At)]));
        command.Parameters.Add(new NpgsqlParameter<short?[]>("status_codes", [.. outcomes.Select(outcome => (short?)outcome.StatusCode)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("errors", [.. outcomes.Select(outcome => outcome.Error)]));
        command.Parameters.Add(new NpgsqlParameter<int[]>("durations", [.. outcomes.Select(outcome => (int)outcome.Duration.TotalMilliseconds)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("answers", [.. outcomes.Select(outcome => outcome.Answer)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("statuses", [.. outcomes.Select((outcome, i) => (short)Status(outcome, next[i]))]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?[]>("next_attempts", [.. next.Select(pause => now + pause)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
        foreach (var gone in outcomes.Where(outcome => outcome.IsGone).Select(outcome => outcome.WebhookId).Distinct())
        {
            await DisableAsync(gone, "The endpoint answered 410 Gone.", now, cancellationToken);
        }

        // The next event of the same message may go now.
        signals.Events.Beat();
    }

    private async Task DisableAsync(Guid webhookId, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.disable-endpoint");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", webhookId));
        command.Parameters.Add(new NpgsqlParameter<string>("reason", reason));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
        Log.Disabled(logger, webhookId, reason);
    }

    private static DeliveryStatus Status(DeliveryOutcome outcome, TimeSpan? next) =>
        outcome.Succeeded ? DeliveryStatus.Succeeded : next is null ? DeliveryStatus.Failed : DeliveryStatus.Pending;

    private sealed record Entry(DeliveryOutcome Outcome, TaskCompletionSource Done);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "The outcome of {Count} webhook attempts could not be stored. They are made again.")]
        public static partial void NotRecorded(ILogger logger, Exception fault, int count);

        [LoggerMessage(5002, LogLevel.Warning, "Webhook {WebhookId} is disabled: {Reason} Its events are kept.")]
        public static partial void Disabled(ILogger logger, Guid webhookId, string reason);
    }
}
