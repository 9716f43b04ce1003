using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// Takes rows back. How the agent takes a row is not public: one with state 0 that is due may be in its memory. So it
/// is put off first, which keeps the agent from reading it from then on; what is still untouched when a reader must
/// have marked it is deleted. A process that dies in between leaves a row that is sent later, and the next attempt
/// finds it.
/// </summary>
internal sealed class LguplusWithdrawal(
    VendorDatabase database,
    HandOverLedger ledger,
    LguplusTables tables,
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

        var settings = tables.Model.Settings;
        var keys = wanted.Select(row => Rows.Key(row.MessageId)).ToList();
        if (settings.CancelQueued && await PutOffAsync(keys, cancellationToken))
        {
            // The agent's time is the machine's own, also where a test stops the gateway's clock.
            await Task.Delay(TimeSpan.FromSeconds(settings.TakeSeconds), TimeProvider.System, cancellationToken);
        }

        await using var context = await VendorContext.OpenAsync(database, tables.Model, cancellationToken);
        await using var transaction = await context.BeginAsync(cancellationToken);
        var gone = new HashSet<Guid>();
        foreach (var family in tables.Families.Where(_ => settings.CancelQueued))
        {
            gone.UnionWith(await DeleteAsync(context, family, keys, cancellationToken));
        }

        return await ledger.TakeBackAsync(context, transaction, wanted, gone, cancellationToken);
    }

    /// <summary>False when there is nothing to be put off.</summary>
    private async Task<bool> PutOffAsync(List<string> keys, CancellationToken cancellationToken)
    {
        var later = korea.ToWall(time.GetUtcNow() + PutOff);
        var changed = 0;
        await using var context = await VendorContext.OpenAsync(database, tables.Model, cancellationToken);
        foreach (var family in tables.Families)
        {
            // By their numbers: a server that goes through all that wait would lock it for the agent.
            var untouched = LguplusQueries.Untouched(context, family);
            var numbers = await untouched.Where(row => keys.Contains(row.Key!)).Select(row => row.Number)
                .ToListAsync(cancellationToken);
            changed += numbers.Count == 0
                ? 0
                : await untouched.Where(row => numbers.Contains(row.Number))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, later), cancellationToken);
        }

        return changed > 0;
    }

    /// <summary>Locks the rows that were put off and are untouched still, and deletes them.</summary>
    private async Task<IReadOnlyList<Guid>> DeleteAsync(
        VendorContext context, LguplusFamily family, List<string> keys, CancellationToken cancellationToken)
    {
        var putOff = korea.ToWall(time.GetUtcNow() + (PutOff / 2));
        var untouched = LguplusQueries.Untouched(context, family).Where(row => row.Due > putOff);
        var query = untouched.Where(row => keys.Contains(row.Key!)).OrderBy(row => row.Number)
            .Select(row => new LockedRow<long>(row.Number, row.Key));
        var locked = (await VendorStatements.Locked(query).ToListAsync(cancellationToken))
            .Where(row => RowReader.MessageId(row.Key) is not null).ToList();
        if (locked.Count == 0)
        {
            return [];
        }

        var numbers = locked.Select(row => row.RowKey).ToList();
        var deleted = await untouched.Where(row => numbers.Contains(row.Number)).ExecuteDeleteAsync(cancellationToken);
        return deleted == locked.Count
            ? SingleRows.MessagesOf(locked.Select(row => row.Key))
            : throw new InvalidOperationException(
                $"The table {tables.TableOf(family)} lost rows that were locked; nothing is withdrawn.");
    }
}
