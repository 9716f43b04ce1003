using System.Data.Common;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>Finds hand-overs that nobody has decided, because a process died or a database was away between two steps, and asks the vendor's ledger.</summary>
internal sealed partial class ResolveHandOvers(
    NpgsqlDataSource source, VendorTable vendors, RecordHandOver record, IOptions<DispatchOptions> options, TimeProvider time, ILogger<ResolveHandOvers> logger) : IRecurringJob
{
    private const int Batch = 100;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var resolved = 0;
        var unreachable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, name) in await OpenAsync(cancellationToken))
        {
            if (unreachable.Contains(name) || vendors.Find(name) is not { } vendor)
            {
                continue;
            }

            HandOverFate fate;
            try
            {
                fate = await vendor.Queue.ResolveAsync(id, cancellationToken);
            }
            catch (DbException fault)
            {
                // Its database is away. The doubt stays until it is back; the others' doubts are cleared meanwhile.
                Log.Unreachable(logger, name, fault.Message);
                unreachable.Add(name);
                continue;
            }

            await (fate switch
            {
                HandOverFate.Written => record.WrittenAsync(id, 0, cancellationToken),
                HandOverFate.NeverWritten => record.NeverWrittenAsync(id, cancellationToken),
            });
            Log.Resolved(logger, id, name, fate);
            resolved++;
        }

        // What could not be resolved is not to be tried again at once.
        return unreachable.Count > 0 ? 0 : resolved;
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
