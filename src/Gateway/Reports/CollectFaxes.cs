using System.Text.Json;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Reports;

/// <summary>
/// Collects the faxes that one vendor's agent received. Often from where the last look ended, now and then from far behind: a row may get its time late. What was
/// seen before is known by its key, so a fax becomes one row and one event however often it is read.
/// </summary>
internal sealed partial class CollectFaxes(
    Vendor vendor, NpgsqlDataSource source, MessageSignals signals, TimeProvider time, ILogger<CollectFaxes> logger) : IRecurringJob
{
    private const int PageSize = 200;

    /// <summary>How far each look goes back behind the newest fax: an agent's transactions commit out of order, and a file may come after its row.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>How far the first look of a process goes back, and one look an hour.</summary>
    private static readonly TimeSpan FarBack = TimeSpan.FromDays(7);

    private static readonly TimeSpan LookFarBackEvery = TimeSpan.FromHours(1);

    /// <summary>How long a fax waits for its file to be complete. After that it is told without: it came in, whatever became of the file.</summary>
    private static readonly TimeSpan PatienceForFile = TimeSpan.FromMinutes(2);

    private readonly IReceivedFaxes _faxes = vendor.ReceivedFaxes ?? throw new InvalidOperationException($"{vendor.Name} receives no faxes.");
    private DateTimeOffset? _lookedFarBackAt;
    private bool _prepared;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!await IsUsableAsync(cancellationToken))
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var cursor = await ReadCursorAsync(cancellationToken);
        var isFar = cursor is null || _lookedFarBackAt is null || now - _lookedFarBackAt > LookFarBackEvery;
        var since = (cursor ?? now) - Overlap;
        var highWater = cursor ?? now - FarBack;
        await foreach (var page in _faxes.ReadAsync(isFar && now - FarBack < since ? now - FarBack : since, PageSize, cancellationToken))
        {
            var known = await KnownAsync(page, cancellationToken);
            await StoreAsync([.. page.Where(fax => !known.Contains(fax.Key)).Select(fax => Stored(fax, now)).OfType<StoredFax>()], now, cancellationToken);
            highWater = page[^1].ReceivedAt > highWater ? page[^1].ReceivedAt : highWater;
        }

        // An agent whose clock runs ahead must not make us skip what it writes next.
        await MoveCursorAsync(highWater < now ? highWater : now, now, cancellationToken);
        _lookedFarBackAt = isFar ? now : _lookedFarBackAt;
        return 0;
    }

    private async Task<bool> IsUsableAsync(CancellationToken cancellationToken)
    {
        if (_prepared)
        {
            return true;
        }

        var inspection = await _faxes.PrepareAsync(cancellationToken);
        foreach (var problem in inspection.Problems)
        {
            Log.CannotReceive(logger, vendor.Name, problem);
        }

        foreach (var hint in inspection.Hints)
        {
            Log.Hint(logger, vendor.Name, hint);
        }

        return _prepared = inspection.Usable;
    }

    /// <summary>Null while its file may still be on the way.</summary>
    private StoredFax? Stored(ReceivedFax fax, DateTimeOffset now)
    {
        var size = FaxFile.SizeOf(FaxFile.PathOf(vendor, fax.FileName));
        return size is null && now - fax.ReceivedAt < PatienceForFile ? null : new StoredFax
        {
            // Ordered by arrival, so that the list's "newest" means what people mean.
            Id = NewId.At(fax.ReceivedAt < now ? fax.ReceivedAt : now),
            AccountId = ReceivedOwner.Account,
            Vendor = vendor.Name,
            VendorKey = fax.Key,
            Sender = fax.From,
            Recipient = fax.To,
            FileName = fax.FileName,
            Size = size,
            Pages = fax.Pages,
            Seconds = fax.Seconds,
            ReceivedAt = fax.ReceivedAt,
            CreatedAt = now,
        };
    }

    /// <summary>Those that are stored already. Only a saving: their files need not be looked at. The key decides.</summary>
    private async Task<HashSet<string>> KnownAsync(IReadOnlyList<ReceivedFax> page, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.known-faxes");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. page.Select(fax => fax.Key)]));
        var known = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    private async Task StoreAsync(IReadOnlyList<StoredFax> found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return;
        }

        await using var command = source.Command("Reports.Sql.store-faxes");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<short>("type", (short)EventType.FaxReceived));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. found.Select(fax => fax.Id)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. found.Select(fax => fax.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. found.Select(fax => fax.VendorKey)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("senders", [.. found.Select(fax => fax.Sender)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("recipients", [.. found.Select(fax => fax.Recipient)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("files", [.. found.Select(fax => fax.FileName)]));
        command.Parameters.Add(new NpgsqlParameter<long?[]>("sizes", [.. found.Select(fax => fax.Size)]));
        command.Parameters.Add(new NpgsqlParameter<int?[]>("pages", [.. found.Select(fax => fax.Pages)]));
        command.Parameters.Add(new NpgsqlParameter<int?[]>("seconds", [.. found.Select(fax => fax.Seconds)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("received", [.. found.Select(fax => fax.ReceivedAt)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("data", [.. found.Select(fax => JsonSerializer.Serialize(FaxView.Of(fax), FaxJson.Readable.FaxView))]));
        var added = await command.ExecuteNonQueryAsync(cancellationToken);
        if (added > 0)
        {
            Log.Received(logger, vendor.Name, added);
            signals.Events.Beat();
        }
    }

    private async Task<DateTimeOffset?> ReadCursorAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.read-fax-cursor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime position ? new DateTimeOffset(position, TimeSpan.Zero) : null;
    }

    private async Task MoveCursorAsync(DateTimeOffset position, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.move-fax-cursor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("position", position));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Information, "{Vendor} received {Count} faxes.")]
        public static partial void Received(ILogger logger, string vendor, int count);

        [LoggerMessage(4011, LogLevel.Error, "Faxes that {Vendor} receives cannot be collected: {Problem}")]
        public static partial void CannotReceive(ILogger logger, string vendor, string problem);

        [LoggerMessage(4012, LogLevel.Warning, "{Vendor}: {Hint}")]
        public static partial void Hint(ILogger logger, string vendor, string hint);
    }
}
