using Gateway.Messages;
using Gateway.Messages.Received;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Reports;

/// <summary>Collects the short messages that one vendor's agent received.</summary>
internal sealed partial class CollectMessages(
    Vendor vendor,
    NpgsqlDataSource source,
    SealReceived seal,
    MessageSignals signals,
    TimeProvider time,
    ILogger<CollectMessages> logger) : CollectReceived<ReceivedText>(vendor.Name, Statements, source, time)
{
    private static readonly ReceivedStatements Statements = new(
        "Reports.Sql.known-messages", "Reports.Sql.read-received-cursor", "Reports.Sql.move-received-cursor");

    private readonly IReceivedMessages _messages =
        vendor.ReceivedMessages ?? throw new InvalidOperationException($"{vendor.Name} receives no messages.");

    protected override Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) =>
        _messages.PrepareAsync(cancellationToken);

    protected override void TellProblem(string problem) => Log.CannotReceive(logger, vendor.Name, problem);

    protected override void TellHint(string hint) => Log.Hint(logger, vendor.Name, hint);

    protected override IAsyncEnumerable<IReadOnlyList<ReceivedText>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken) =>
        _messages.ReadAsync(since, pageSize, cancellationToken);

    protected override string KeyOf(ReceivedText row) => row.Key;

    protected override DateTimeOffset TimeOf(ReceivedText row) => row.ReceivedAt;

    protected override async Task StoreAsync(
        IReadOnlyList<ReceivedText> found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return;
        }

        var texts = found.Select(text => Stored(text, now)).ToList();
        await using var command = Command("Reports.Sql.store-messages");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. texts.Select(message => message.Id)]));
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>("accounts", [.. texts.Select(message => message.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. texts.Select(message => message.VendorKey)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("senders", [.. texts.Select(message => message.Sender)]));
        command.Parameters.Add(
            new NpgsqlParameter<string?[]>("recipients", [.. texts.Select(message => message.Recipient)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("bodies", [.. texts.Select(message => message.Body)]));
        command.Parameters.Add(new NpgsqlParameter<byte[]?[]>("sealed", NpgsqlDbType.Array | NpgsqlDbType.Bytea)
        {
            TypedValue = [.. texts.Select(message => message.Sealed)],
        });
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset[]>("received", [.. texts.Select(message => message.ReceivedAt)]));
        var added = await command.ExecuteNonQueryAsync(cancellationToken);
        if (added > 0)
        {
            Log.Received(logger, vendor.Name, added);
            signals.Events.Beat();
        }
    }

    private ReceivedMessage Stored(ReceivedText text, DateTimeOffset now)
    {
        var id = NewIdOf(text, now);
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
