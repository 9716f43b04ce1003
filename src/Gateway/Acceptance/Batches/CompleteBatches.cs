using System.Text.Json;
using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Batches;

/// <summary>Ends batches whose last message has ended, with one <c>batch.completed</c> for each. Counts are stored then, so a batch that has completed costs nothing to read.</summary>
internal sealed class CompleteBatches(NpgsqlDataSource source, IServiceScopeFactory scopes, CountBatch count, MessageSignals signals, TimeProvider time) : IRecurringJob
{
    private const int Limit = 20;

    /// <summary>An upload that nobody has added to for so long was broken off.</summary>
    private static readonly TimeSpan Interrupted = TimeSpan.FromMinutes(15);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(cancellationToken);
        var completed = 0;
        foreach (var id in await QuietAsync(cancellationToken))
        {
            if (!await HasUnendedAsync(id, cancellationToken))
            {
                completed += await CompleteAsync(id, cancellationToken);
            }
        }

        if (completed > 0)
        {
            signals.Events.Beat();
        }

        return completed;
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = source.Command("Acceptance.Batches.Sql.close-interrupted");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("untouched_since", now - Interrupted));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<Guid>> QuietAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Batches.Sql.find-quiet");
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Limit));
        var found = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }

    private async Task<bool> HasUnendedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Batches.Sql.find-unended");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private async Task<int> CompleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var batch = await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Batch>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        var counts = await count.CountAsync(id, cancellationToken);
        var now = time.GetUtcNow();
        var view = BatchView.Of(batch, counts) with
        {
            Progress = 1,
            CompletedAt = now,
            State = batch.CanceledAt is null ? BatchState.Completed : BatchState.Canceled,
        };
        await using var command = source.Command("Acceptance.Batches.Sql.complete-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<short>("type", (short)EventType.BatchCompleted));
        command.Parameters.Add(new NpgsqlParameter<string>("counts", NpgsqlDbType.Jsonb) { TypedValue = JsonSerializer.Serialize(counts, BatchJson.Strict.BatchCounts) });
        command.Parameters.Add(new NpgsqlParameter<string>("data", NpgsqlDbType.Jsonb) { TypedValue = JsonSerializer.Serialize(view, BatchJson.Strict.BatchView) });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
