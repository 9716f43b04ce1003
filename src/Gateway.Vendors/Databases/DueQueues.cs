using System.Runtime.CompilerServices;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Databases;

/// <summary>
/// All queues of an agent that takes what is due, and drops without a word what has been due for long: the questions
/// that are the same in each of them.
/// </summary>
/// <param name="queues">Each with its logs.</param>
/// <param name="open">A connection to the database.</param>
/// <param name="korea">The agent's wall clock.</param>
/// <param name="time">The gateway's clock.</param>
/// <param name="valid">The agent takes no row that has been due for longer.</param>
internal sealed class DueQueues<TRow>(
    IReadOnlyList<DueReader<TRow>> queues,
    Func<CancellationToken, Task<VendorContext>> open,
    KoreaTime korea,
    TimeProvider time,
    TimeSpan valid)
    where TRow : DueRow
{
    /// <summary>
    /// The part of its validity after which a row is renewed: early enough for a gateway that restarts in between.
    /// </summary>
    private const double RenewAfter = 0.8;

    public IReadOnlyList<DueReader<TRow>> All => queues;

    private DateTime AgingBefore => korea.ToWall(time.GetUtcNow() - (valid * RenewAfter));

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await open(cancellationToken);
        var sum = 0;
        foreach (var queue in queues.TakeWhile(_ => sum < limit))
        {
            sum += await queue.Untouched(context).Take(limit).CountAsync(cancellationToken);
        }

        return Math.Min(sum, limit);
    }

    /// <summary>Our messages at the head of each queue. The agent itself may keep no order.</summary>
    public async Task<IReadOnlyList<Guid>> HeadsAsync(VendorContext context, CancellationToken cancellationToken)
    {
        var heads = new List<Guid>();
        foreach (var queue in queues)
        {
            var rows = queue.Untouched(context);
            heads.AddRange(await MessagesAsync(queue, rows, SingleRows.MostHeads, cancellationToken));
        }

        return heads;
    }

    public async Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken)
    {
        var before = AgingBefore;
        await using var context = await open(cancellationToken);
        var aging = new List<Guid>();
        foreach (var queue in queues)
        {
            var rows = queue.Untouched(context).Where(row => row.Due < before);
            aging.AddRange(await MessagesAsync(queue, rows, limit, cancellationToken));
        }

        return [.. aging.Take(limit)];
    }

    public async Task<int> RenewAsync(IReadOnlyList<Guid> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return 0;
        }

        var before = AgingBefore;
        var now = korea.ToWall(time.GetUtcNow());
        await using var context = await open(cancellationToken);
        var renewed = 0;
        foreach (var queue in queues)
        {
            var keys = messages.Select(queue.KeyOf).ToList();
            renewed += await queue.Untouched(context)
                .Where(row => row.Due < before && keys.Contains(row.Key!))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, now), cancellationToken);
        }

        return renewed;
    }

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await open(cancellationToken);
        foreach (var queue in queues)
        {
            await foreach (var page in queue.ScanAsync(context, since, pageSize, cancellationToken))
            {
                yield return page;
            }
        }
    }

    /// <summary>A message has its row in one queue; what was found there is not looked for in others.</summary>
    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, VendorReport>();
        if (targets.Count == 0)
        {
            return [];
        }

        await using var context = await open(cancellationToken);
        foreach (var queue in queues)
        {
            var missing = targets.Where(target => !found.ContainsKey(target.MessageId)).ToList();
            var reports = missing.Count == 0 ? [] : await queue.ProbeAsync(context, missing, cancellationToken);
            foreach (var report in reports)
            {
                found[report.MessageId] = report;
            }
        }

        return [.. found.Values];
    }

    /// <summary>Those of these rows that are due first; rows of other programs are passed over.</summary>
    private static async Task<IReadOnlyList<Guid>> MessagesAsync(
        DueReader<TRow> queue, IQueryable<TRow> rows, int limit, CancellationToken cancellationToken)
    {
        var keys = await rows.OrderBy(row => row.Due).ThenBy(row => row.Number)
            .Select(row => row.Key).Take(limit).ToListAsync(cancellationToken);
        return [.. keys.Select(queue.MessageOf).OfType<Guid>()];
    }
}
