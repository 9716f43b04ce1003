using System.Data.Common;
using Gateway.Insight.Statistics;
using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Insight;

/// <summary>Forgets what nobody needs any more, and makes the partitions of the months to come.</summary>
internal sealed partial class PurgeOld(NpgsqlDataSource source, VendorTable vendors, IOptions<RetentionOptions> retention, TimeProvider time, ILogger<PurgeOld> logger) : IRecurringJob
{
    private const int Batch = 5000;

    /// <summary>What the contract promises for an Idempotency-Key.</summary>
    private static readonly TimeSpan KeysLive = TimeSpan.FromHours(24);

    /// <summary>Decided hand-overs help to find out what happened last week.</summary>
    private static readonly TimeSpan HandOversLive = TimeSpan.FromDays(7);

    /// <summary>The vendor's half outlives ours by far: an entry may go only when no process can be in doubt about it.</summary>
    private static readonly TimeSpan LedgerLives = TimeSpan.FromDays(14);

    /// <summary>What is kept as long as messages are.</summary>
    private static readonly string[] WithMessages =
    [
        "Insight.Retention.Sql.purge-batches", "Insight.Retention.Sql.purge-received-faxes",
        "Insight.Retention.Sql.purge-received-messages", "Insight.Retention.Sql.purge-orphans",
        "Insight.Retention.Sql.purge-resends",
    ];

    private DateTimeOffset _ledgersPurgedAt;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using (var connection = await source.OpenConnectionAsync(cancellationToken))
        {
            await Partitions.EnsureAsync(connection, now, cancellationToken);
        }

        var purged = await PurgeAsync("Insight.Retention.Sql.purge-upload-keys", now - KeysLive, cancellationToken)
            + await PurgeAsync("Insight.Sql.purge-idempotency-keys", now - KeysLive, cancellationToken)
            + await PurgeAsync("Insight.Sql.purge-handovers", now - HandOversLive, cancellationToken)
            + await PurgeAsync(
                "Insight.Statistics.Sql.purge-minutes", now - RollUpStatistics.MinutesLive, cancellationToken)
            + await PurgeAsync("Insight.Sql.purge-recent-contents", now, cancellationToken)
            + await PurgeAsync("Insight.Sql.purge-recent-recipients", now, cancellationToken);
        if (retention.Value.Messages is > 0 and var days)
        {
            foreach (var statement in WithMessages)
            {
                purged += await PurgeAsync(statement, now - TimeSpan.FromDays(days), cancellationToken);
            }
        }

        if (retention.Value.AuditLog is > 0 and var audited)
        {
            purged += await PurgeAsync("Insight.Retention.Sql.purge-audit-log", now - TimeSpan.FromDays(audited), cancellationToken);
        }

        if (now - _ledgersPurgedAt > TimeSpan.FromDays(1))
        {
            await PurgeLedgersAsync(now, cancellationToken);
            _ledgersPurgedAt = now;
        }

        return purged;
    }

    private async Task PurgeLedgersAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A hand-over that is still in doubt keeps the whole ledger: the doubt is rare, the ledger small.
        var oldestDoubt = await OldestDoubtAsync(cancellationToken);
        var before = oldestDoubt < now - LedgerLives ? oldestDoubt.Value - TimeSpan.FromDays(1) : now - LedgerLives;
        foreach (var vendor in vendors.All)
        {
            try
            {
                await vendor.Queue.PurgeLedgerAsync(before, cancellationToken);
            }
            catch (DbException fault)
            {
                Log.LedgerStays(logger, vendor.Name, fault.Message);
            }
        }
    }

    private async Task<DateTimeOffset?> OldestDoubtAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Sql.oldest-doubt");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    private async Task<int> PurgeAsync(string statement, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(6004, LogLevel.Warning, "Old ledger entries of {Vendor} stay for now: {Fault}")]
        public static partial void LedgerStays(ILogger logger, string vendor, string fault);
    }
}
