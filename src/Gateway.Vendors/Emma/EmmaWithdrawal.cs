using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Emma;

/// <summary>
/// Takes rows back. The agent reads a row that is due and marks it a moment later, without a lock: a row with status 1
/// may be on its way already. So it is put off first, which keeps every agent from reading it from then on; what is
/// still untouched when a reader must have marked it is deleted. A process that dies in between leaves a row that is
/// sent later, and the next attempt finds it.
/// </summary>
internal sealed class EmmaWithdrawal(
    VendorDatabase database,
    HandOverLedger ledger,
    EmmaTables tables,
    KoreaTime korea,
    TimeProvider time)
{
    /// <summary>Longer than the clocks of two servers differ.</summary>
    private static readonly TimeSpan PutOff = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        var keys = wanted.Select(row => EmmaKey.Of(row.MessageId)).ToHashSet(StringComparer.Ordinal);
        if (await PutOffAsync(keys, cancellationToken))
        {
            // The agent's time is the machine's own, also where a test stops the gateway's clock.
            await Task.Delay(
                TimeSpan.FromSeconds(tables.Model.Settings.TakeSeconds), TimeProvider.System, cancellationToken);
        }

        await using var context = await VendorContext.OpenAsync(database, tables.Model, cancellationToken);
        await using var transaction = await context.BeginAsync(cancellationToken);
        var gone = new HashSet<Guid>();
        foreach (var family in tables.Families)
        {
            gone.UnionWith(await DeleteAsync(context, family, keys, cancellationToken));
        }

        return await ledger.TakeBackAsync(context, transaction, wanted, gone, cancellationToken);
    }

    /// <summary>False when there is nothing to be put off.</summary>
    private async Task<bool> PutOffAsync(HashSet<string> keys, CancellationToken cancellationToken)
    {
        var later = korea.ToWall(time.GetUtcNow() + PutOff);
        var changed = 0;
        await using var context = await VendorContext.OpenAsync(database, tables.Model, cancellationToken);
        foreach (var family in tables.Families)
        {
            var untouched = EmmaQueries.Untouched(context, family);
            var found = await FindAsync(untouched, keys, rows => rows, cancellationToken);
            var numbers = found.Select(row => row.RowKey).ToList();
            changed += numbers.Count == 0
                ? 0
                : await untouched.Where(row => numbers.Contains(row.Number))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, later), cancellationToken);
        }

        return changed > 0;
    }

    /// <summary>Locks the rows that were put off and are untouched still, and deletes them.</summary>
    private async Task<IReadOnlyList<Guid>> DeleteAsync(
        VendorContext context, EmmaFamily family, HashSet<string> keys, CancellationToken cancellationToken)
    {
        var putOff = korea.ToWall(time.GetUtcNow() + (PutOff / 2));
        var untouched = EmmaQueries.Untouched(context, family).Where(row => row.Due > putOff);
        var locked = await FindAsync(untouched, keys, VendorStatements.Locked, cancellationToken);
        if (locked.Count == 0)
        {
            return [];
        }

        var numbers = locked.Select(row => row.RowKey).ToList();
        var deleted = await untouched.Where(row => numbers.Contains(row.Number)).ExecuteDeleteAsync(cancellationToken);
        return deleted == locked.Count
            ? [.. locked.Select(row => EmmaKey.Find(row.Key)).OfType<Guid>()]
            : throw new InvalidOperationException(
                $"The table {tables.TableOf(family)} lost rows that were locked; nothing is withdrawn.");
    }

    /// <summary>Rows with exactly these keys: some databases take upper for lower case.</summary>
    private static async Task<IReadOnlyList<LockedRow<long>>> FindAsync(
        IQueryable<EmmaRow> rows,
        HashSet<string> keys,
        Func<IQueryable<LockedRow<long>>, IQueryable<LockedRow<long>>> look,
        CancellationToken cancellationToken)
    {
        var wanted = keys.ToList();
        var query = rows.Where(row => wanted.Contains(row.Key!)).OrderBy(row => row.Number)
            .Select(row => new LockedRow<long>(row.Number, row.Key));
        var found = await look(query).ToListAsync(cancellationToken);
        return [.. found.Where(row => keys.Contains(row.Key ?? ""))];
    }
}
