using System.Data.Common;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Databases;

/// <summary>
/// The table <c>gateway_handover</c> beside the vendor's tables: an id in it is decided. It is entered in the same
/// transaction as the rows, or alone, with zero rows, when a hand-over is given up. Its primary key is where two
/// processes with the same doubt meet. It also keeps the proof of each message whose row we took back.
/// </summary>
internal sealed class HandOverLedger(VendorInstall install, VendorModel model)
{
    /// <summary>Rows of a given-up hand-over.</summary>
    private const int None = 0;

    /// <summary>Stands where a hand-over has its number of rows.</summary>
    private const int TakenBack = -1;

    /// <summary>The table as it must be; created always, because nothing can be handed over without it.</summary>
    public TableNeeds Needs => TableNeeds.Of(install.Database, model, LedgerRow.Entity);

    /// <summary>
    /// Writes ledger and rows in one transaction. <paramref name="insertRowsAsync"/> must do nothing but insert.
    /// </summary>
    public async Task<HandOverOutcome> WriteAsync(
        Guid id,
        int rows,
        Func<DbConnection, DbTransaction, CancellationToken, Task> insertRowsAsync,
        CancellationToken cancellationToken)
    {
        var committing = false;
        try
        {
            await using var connection = await install.Database.OpenAsync(cancellationToken);
            await using var transaction = await VendorDatabase.BeginAsync(connection, cancellationToken);
            await install.Database.GuardAsync(connection, transaction, LedgerRow.Table, cancellationToken);
            if (!await TryEnterAsync(connection, transaction, id, rows, cancellationToken))
            {
                return HandOverOutcome.Refused;
            }

            await insertRowsAsync(connection, transaction, cancellationToken);
            if (install.IsHeld)
            {
                await transaction.RollbackAsync(cancellationToken);
                return HandOverOutcome.Held;
            }

            committing = true;

            // From here on only the ledger knows, so a shutdown must not cut it short.
            await transaction.CommitAsync(CancellationToken.None);
            return HandOverOutcome.Written;
        }
        catch (DbException fault) when (!committing && install.Database.IsBadRow(fault))
        {
            return HandOverOutcome.Failed(HandOverKind.BadRow, fault) with { Reason = RowReason.In(fault) };
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException || VendorDatabaseException.IsBroken(fault) || (committing && fault is not OperationCanceledException))
        {
            return HandOverOutcome.Failed(committing ? HandOverKind.InDoubt : HandOverKind.NotWritten, fault);
        }
    }

    /// <summary>Writes as <see cref="WriteAsync"/> does, and takes it back.</summary>
    public async Task TryAsync(
        Func<DbConnection, DbTransaction, CancellationToken, Task> insertRowsAsync, CancellationToken cancellationToken)
    {
        await using var connection = await install.Database.OpenAsync(cancellationToken);
        await using var transaction = await VendorDatabase.BeginAsync(connection, cancellationToken);
        await install.Database.GuardAsync(connection, transaction, LedgerRow.Table, cancellationToken);
        await TryEnterAsync(connection, transaction, Guid.CreateVersion7(install.Time.GetUtcNow()), None, cancellationToken);
        await insertRowsAsync(connection, transaction, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
    }

    /// <summary>What became of a hand-over; enters it as given up when nobody has decided it.</summary>
    public async Task<HandOverFate> ResolveAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await VendorContext.OpenAsync(install.Database, model, cancellationToken);
        await using (var transaction = await VendorDatabase.BeginAsync(context.Connection, cancellationToken))
        {
            // Waits here while another transaction holds the same id: its end is the answer.
            if (await TryEnterAsync(context.Connection, transaction, id, None, cancellationToken))
            {
                await transaction.CommitAsync(cancellationToken);
                return HandOverFate.NeverWritten;
            }
        }

        var key = Key(id);
        var rows = await context.Ledger.Where(row => row.Id == key).Select(row => row.Rows).FirstOrDefaultAsync(
            cancellationToken);
        return rows > None ? HandOverFate.Written : HandOverFate.NeverWritten;
    }

    /// <summary>
    /// Ends a withdrawal, in the transaction that deleted the rows of <paramref name="gone"/>: proves it, and answers
    /// these messages with those of <paramref name="wanted"/> that were taken back before.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> TakeBackAsync(
        VendorContext context,
        DbTransaction transaction,
        IReadOnlyList<QueuedRow> wanted,
        IReadOnlySet<Guid> gone,
        CancellationToken cancellationToken)
    {
        await ProveAsync(
            context.Connection, transaction, [.. wanted.Where(row => gone.Contains(row.MessageId))], cancellationToken);
        var earlier = await ProvenAsync(
            context, [.. wanted.Where(row => !gone.Contains(row.MessageId))], cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return [.. gone, .. earlier];
    }

    private Task ProveAsync(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<QueuedRow> rows, CancellationToken cancellationToken) => rows.Count == 0
        ? Task.CompletedTask
        : install.Database.InsertAsync(
            connection,
            transaction,
            LedgerRow.Table,
            [
                new TextColumn("handover_id", [.. rows.Select(Proof)]),
                new SameColumn("row_count", TakenBack),
                new SameColumn("entered_at", Clock(install.Time.GetUtcNow())),
            ],
            rows.Count,
            cancellationToken);

    /// <summary>Which of these messages were taken back before.</summary>
    private static async Task<IReadOnlyList<Guid>> ProvenAsync(
        VendorContext context, IReadOnlyCollection<QueuedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var messages = rows.ToDictionary(Proof, row => row.MessageId, StringComparer.Ordinal);
        var proofs = messages.Keys.ToList();
        var found = await context.Ledger.Where(row => proofs.Contains(row.Id)).Select(row => row.Id).ToListAsync(
            cancellationToken);
        return [.. found.Select(proof => messages[proof])];
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = Clock(before);
        await using var context = await VendorContext.OpenAsync(install.Database, model, cancellationToken);
        return await context.Ledger.Where(row => row.EnteredAt < end).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> TryEnterAsync(
        DbConnection connection,
        DbTransaction transaction,
        Guid id,
        int rows,
        CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, transaction, install.Database.StrictMode + VendorCommand.Text("Databases.Sql.enter-ledger"))
            .With("@id", Key(id)).With("@rows", rows).With("@now", Clock(install.Time.GetUtcNow()));
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (DbException fault) when (install.Database.IsDuplicateKey(fault))
        {
            await transaction.RollbackAsync(cancellationToken);
            return false;
        }
    }

    private static string Key(Guid id) => id.ToString("N");

    /// <summary>
    /// Both ids in one key. Neither alone would do: a message may be handed over again after it was taken back. Two
    /// UUIDs of one version give a key whose version is 0, so that it is no hand-over's.
    /// </summary>
    private static string Proof(QueuedRow row)
    {
        Span<byte> message = stackalloc byte[16];
        Span<byte> handOver = stackalloc byte[16];
        row.MessageId.TryWriteBytes(message);
        row.HandOverId.TryWriteBytes(handOver);
        for (var i = 0; i < message.Length; i++)
        {
            message[i] ^= handOver[i];
        }

        return Convert.ToHexStringLower(message);
    }

    // UTC without a zone: the ledger is ours alone, unlike the vendor's columns.
    private static DateTime Clock(DateTimeOffset time) =>
        DateTime.SpecifyKind(time.UtcDateTime, DateTimeKind.Unspecified);
}
