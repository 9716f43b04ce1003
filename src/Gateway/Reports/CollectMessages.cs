using Gateway.Messages;
using Gateway.Messages.Received;
using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Reports;

/// <summary>
/// Collects the short messages that one vendor's agent received. Often from where the last look ended, now and then
/// from far behind: a row may get its time late. What was seen before is known by its key, so a message becomes one
/// row and one event however often it is read.
/// </summary>
internal sealed partial class CollectMessages(
    Vendor vendor,
    NpgsqlDataSource source,
    SealReceived seal,
    MessageSignals signals,
    TimeProvider time,
    ILogger<CollectMessages> logger) : IRecurringJob
{
    private const int PageSize = 200;

    /// <summary>
    /// How far each look goes back behind the newest message: an agent's transactions commit out of order.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>How far the first look of a process goes back, and one look an hour.</summary>
    private static readonly TimeSpan FarBack = TimeSpan.FromDays(7);

    private static readonly TimeSpan LookFarBackEvery = TimeSpan.FromHours(1);

    private readonly IReceivedMessages _messages =
        vendor.ReceivedMessages ?? throw new InvalidOperationException($"{vendor.Name} receives no messages.");
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
        since = isFar && now - FarBack < since ? now - FarBack : since;
        await foreach (var page in _messages.ReadAsync(since, PageSize, cancellationToken))
        {
            var known = await KnownAsync(page, cancellationToken);
            await StoreAsync(
                [.. page.Where(text => !known.Contains(text.Key)).Select(text => Stored(text, now))],
                now,
                cancellationToken);
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

        var inspection = await _messages.PrepareAsync(cancellationToken);
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

    private ReceivedMessage Stored(ReceivedText text, DateTimeOffset now)
    {
        // Ordered by arrival, so that the list's "newest" means what people mean.
        var id = NewId.At(text.ReceivedAt < now ? text.ReceivedAt : now);
        var (body, sealedBody) = seal.Seal(id, Clean(text.Text)!); // There is one.
        return new ReceivedMessage
        {
            Id = id,
            AccountId = ReceivedOwner.Account,
            Vendor = vendor.Name,
            VendorKey = text.Key,
            Sender = Clean(text.From),
            Recipient = Clean(text.To),
            Body = body,
            Sealed = sealedBody,
            ReceivedAt = text.ReceivedAt,
            CreatedAt = now,
        };
    }

    /// <summary>
    /// MySQL keeps U+0000, PostgreSQL has no place for it: one such row must not stop all that come after it.
    /// </summary>
    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>Those that are stored already. Only a saving; the key decides.</summary>
    private async Task<HashSet<string>> KnownAsync(
        IReadOnlyList<ReceivedText> page, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.known-messages");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. page.Select(text => text.Key)]));
        var known = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    private async Task StoreAsync(
        IReadOnlyList<ReceivedMessage> found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return;
        }

        await using var command = source.Command("Reports.Sql.store-messages");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. found.Select(message => message.Id)]));
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>("accounts", [.. found.Select(message => message.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. found.Select(message => message.VendorKey)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("senders", [.. found.Select(message => message.Sender)]));
        command.Parameters.Add(
            new NpgsqlParameter<string?[]>("recipients", [.. found.Select(message => message.Recipient)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("bodies", [.. found.Select(message => message.Body)]));
        command.Parameters.Add(new NpgsqlParameter<byte[]?[]>("sealed", NpgsqlDbType.Array | NpgsqlDbType.Bytea)
        {
            TypedValue = [.. found.Select(message => message.Sealed)],
        });
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset[]>("received", [.. found.Select(message => message.ReceivedAt)]));
        var added = await command.ExecuteNonQueryAsync(cancellationToken);
        if (added > 0)
        {
            Log.Received(logger, vendor.Name, added);
            signals.Events.Beat();
        }
    }

    private async Task<DateTimeOffset?> ReadCursorAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.read-received-cursor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime position
            ? new DateTimeOffset(position, TimeSpan.Zero)
            : null;
    }

    private async Task MoveCursorAsync(DateTimeOffset position, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.move-received-cursor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("position", position));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(4014, LogLevel.Information, "{Vendor} received {Count} short messages.")]
        public static partial void Received(ILogger logger, string vendor, int count);

        [LoggerMessage(4015, LogLevel.Error, "Short messages that {Vendor} receives cannot be collected: {Problem}")]
        public static partial void CannotReceive(ILogger logger, string vendor, string problem);

        [LoggerMessage(4016, LogLevel.Warning, "{Vendor}: {Hint}")]
        public static partial void Hint(ILogger logger, string vendor, string hint);
    }
}
