using System.Data.Common;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Finds hand-overs that nobody has decided, because a process died or a database was away between two steps, and asks
/// the vendor's ledger.
/// </summary>
internal sealed partial class ResolveHandOvers(
    NpgsqlDataSource source,
    VendorTable vendors,
    RecordHandOver record,
    IOptions<DispatchOptions> options,
    TimeProvider time,
    ILogger<ResolveHandOvers> logger) : IRecurringJob
{
    /// <summary>Of each vendor.</summary>
    private const int Batch = 100;

    /// <summary>All vendors at once: one that does not answer keeps the doubts of no other waiting.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var open = (await OpenAsync(cancellationToken)).GroupBy(doubt => doubt.Vendor, doubt => doubt.Id);
        var resolved = await Task.WhenAll(open.Select(doubts => vendors.Find(doubts.Key) is { } vendor ? ResolveAsync(vendor, [.. doubts], cancellationToken) : Nothing));

        // What could not be resolved is not to be tried again at once.
        return resolved.Contains(null) ? 0 : resolved.Sum() ?? 0;
    }

    /// <summary>Of a vendor that is no longer configured.</summary>
    private static Task<int?> Nothing { get; } = Task.FromResult<int?>(0);

    /// <summary>How many; null when the vendor's database is away. Its doubts stay until it is back.</summary>
    private async Task<int?> ResolveAsync(
        Vendor vendor, IReadOnlyList<Guid> doubts, CancellationToken cancellationToken)
    {
        foreach (var id in doubts)
        {
            HandOverFate fate;
            try
            {
                fate = await vendor.Queue.ResolveAsync(id, cancellationToken);
            }
            catch (DbException fault)
            {
                Log.Unreachable(logger, vendor.Name, fault.Message);
                return null;
            }

            await (fate switch
            {
                HandOverFate.Written => record.WrittenAsync(id, 0, cancellationToken),
                HandOverFate.NeverWritten => record.NeverWrittenAsync(id, cancellationToken),
            });
            Log.Resolved(logger, id, vendor.Name, fate);
        }

        return doubts.Count;
    }

    private async Task<List<(Guid Id, string Vendor)>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.open-handovers");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", time.GetUtcNow().AddSeconds(-options.Value.ResolveAfterSeconds)));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var open = new List<(Guid, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            open.Add((reader.GetGuid(0), reader.GetString(1)));
        }

        return open;
    }

    private static partial class Log
    {
        [LoggerMessage(3004, LogLevel.Warning, "Hand-over {HandOverId} to {Vendor} was in doubt. The ledger says: {Fate}.")]
        public static partial void Resolved(ILogger logger, Guid handOverId, string vendor, HandOverFate fate);

        [LoggerMessage(3005, LogLevel.Warning, "Doubts about {Vendor} stay: its database cannot be reached: {Fault}")]
        public static partial void Unreachable(ILogger logger, string vendor, string fault);
    }
}
