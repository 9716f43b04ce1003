using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Batches;

/// <summary>The batch that an upload stands for: new, or begun by an earlier one with the same key.</summary>
internal sealed class OpenUpload(NpgsqlDataSource source, IServiceScopeFactory scopes, TimeProvider time)
{
    private const int IdBytes = 16;

    /// <summary>Forgets a batch that nothing was stored of. False: it is none.</summary>
    public async Task<bool> DiscardAsync(Guid id)
    {
        await using var command = source.Command("Acceptance.Batches.Sql.discard-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        return await command.ExecuteNonQueryAsync(CancellationToken.None) == 1;
    }

    /// <summary>
    /// The problem when the key has no upload: a JSON batch has it, or somebody took the upload's batch away.
    /// </summary>
    public async Task<IResult> OtherAsync(Guid accountId, string scope)
    {
        await using var command = source.Command("Platform.Idempotency.Sql.find-key");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string>("key", scope));
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        if (!await reader.ReadAsync(CancellationToken.None))
        {
            return IntakeOutcome.Busy; // Its day ended this very moment.
        }

        if ((await reader.GetFieldValueAsync<byte[]>(0, CancellationToken.None)).Length > 0)
        {
            return IdempotencyKey.Reused;
        }

        var id = await reader.GetFieldValueAsync<byte[]>(1, CancellationToken.None);
        return IdempotencyKey.AnswerLost(id.Length == IdBytes ? new Guid(id, bigEndian: true) : null);
    }

    /// <summary>The batch of a dry run, which is stored nowhere.</summary>
    public Batch Try(NewBatch batch) => Batch.OfDryRun(NewId.At(time.GetUtcNow()), batch, time.GetUtcNow());

    /// <summary>The batch of this upload, new or begun before; null when something else has its key.</summary>
    public async Task<Batch?> OpenAsync(NewBatch batch, (string? Own, string? Scope) keys)
    {
        var (accountId, now) = (batch.Caller.AccountId, time.GetUtcNow());
        var timing = BatchTiming.Of(batch.Hold, batch.Pace, now);
        var id = NewId.At(now);
        await using var command = source.Command("Acceptance.Batches.Sql.open-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string?>("name", NpgsqlDbType.Text) { TypedValue = batch.Name });
        command.Parameters.Add(new NpgsqlParameter<string?>("key", NpgsqlDbType.Text) { TypedValue = keys.Own });
        command.Parameters.Add(new NpgsqlParameter<string?>("scope", NpgsqlDbType.Text) { TypedValue = keys.Scope });
        command.Parameters.Add(new NpgsqlParameter<byte[]>("lines_hash", batch.Hash));
        command.Parameters.Add(new NpgsqlParameter<Guid?>("resend_of", NpgsqlDbType.Uuid)
        {
            TypedValue = batch.ResendOf,
        });
        timing.AddTo(command.Parameters, batch.Caller);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        var isNew = await command.ExecuteNonQueryAsync(CancellationToken.None) == 1;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Batch>().AsNoTracking()
            .SingleOrDefaultAsync(row => isNew
                ? row.Id == id
                : row.AccountId == accountId && row.IdempotencyKey == keys.Own, CancellationToken.None);
    }
}

/// <summary>A batch that begins without messages.</summary>
/// <param name="Caller">Who sends it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hash">A hash over all that is said of every message.</param>
internal sealed record NewBatch(KnownKey Caller, string? Name, byte[] Hash)
{
    public bool Hold { get; init; }

    public Pace? Pace { get; init; }

    /// <summary>The batch whose messages it sends again.</summary>
    public Guid? ResendOf { get; init; }
}
