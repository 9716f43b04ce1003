using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Batches.Holds;

/// <summary>
/// <c>POST /v1/batches/{id}/release</c>: the batch's row decides, once, whoever else releases or cancels it; then its
/// messages get their times. What dies in between goes on with the job <c>end-holds</c>.
/// </summary>
internal sealed class ReleaseBatch(GatewayDb db, MoveHeld move, ReadBatches read, TimeProvider time)
{
    private static readonly ProblemResult SecondPerson = new(
        ErrorCode.SecondPersonNeeded,
        "This account says twoPersonRelease: another key than the one that sent the batch releases it.");

    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var caller = context.User.Key();
        if (await FindAsync(caller, id, cancellationToken) is not { } batch)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no batch with this id.");
        }

        if (await IsForeignAsync(caller, id, cancellationToken))
        {
            return TestKeys.LiveMessage;
        }

        if (!await TryReleaseAsync(caller, id, cancellationToken)
            && Why(await FindAsync(caller, id, cancellationToken) ?? batch, caller) is { } refusal)
        {
            return refusal;
        }

        await move.MoveAsync(id, CancellationToken.None);
        return await read.GetAsync(context, id, cancellationToken);
    }

    private Task<Batch?> FindAsync(KnownKey caller, Guid id, CancellationToken cancellationToken) =>
        db.Set<Batch>().AsNoTracking()
        .SingleOrDefaultAsync(batch => batch.Id == id && batch.AccountId == caller.AccountId, cancellationToken);

    /// <summary>A test key releases test messages alone.</summary>
    private async Task<bool> IsForeignAsync(KnownKey caller, Guid id, CancellationToken cancellationToken) =>
        caller.Test && await db.Set<Messages.Message>().AnyAsync(
            message => message.BatchId == id
                && message.AccountId == caller.AccountId
                && message.Vendor != TestKeys.Vendor,
            cancellationToken);

    /// <summary>The release and its entry in the audit log are one.</summary>
    private async Task<bool> TryReleaseAsync(KnownKey caller, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await using var command =
            ((NpgsqlConnection)db.Database.GetDbConnection()).Command("Acceptance.Batches.Holds.Sql.release-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", caller.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<bool>("second_person", caller.TwoPersonRelease));
        command.Parameters.Add(new NpgsqlParameter<Guid?>("key_id", NpgsqlDbType.Uuid) { TypedValue = caller.KeyId });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        db.Add(AuditEntry.Of(caller, "batch.released", id, null, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Null for a batch that was released before: the same answer again.</summary>
    private ProblemResult? Why(Batch batch, KnownKey caller) =>
        batch.CanceledAt is not null ? new ProblemResult(ErrorCode.NotHeld, "It was canceled.")
        : batch.HeldUntil is null ? new ProblemResult(
            ErrorCode.NotHeld, "It was sent without hold: its messages left at once.")
        : batch.ReleasedAt is not null ? null
        : batch.UploadedAt is null ? new ProblemResult(
            ErrorCode.UploadConflict,
            "Its upload has not ended. Release it then; one that broke off ends by itself after 15 minutes.")
        : batch.HeldUntil <= time.GetUtcNow() ? new ProblemResult(
            ErrorCode.NotHeld, "It was held for too long and is canceled.")
        : caller.TwoPersonRelease && batch.MadeBy == caller.KeyId ? SecondPerson
        : new ProblemResult(ErrorCode.Overloaded, retryAfter: TimeSpan.FromSeconds(1)); // It changed this very moment.
}
