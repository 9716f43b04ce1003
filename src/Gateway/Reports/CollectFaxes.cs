using System.Text.Json;
using Gateway.Messages;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Reports;

/// <summary>Collects the faxes that one vendor's agent received.</summary>
internal sealed partial class CollectFaxes(
    Vendor vendor,
    NpgsqlDataSource source,
    MessageSignals signals,
    TimeProvider time,
    ILogger<CollectFaxes> logger) : CollectReceived<ReceivedFax>(vendor.Name, Statements, source, time)
{
    /// <summary>
    /// How long a fax waits for its file to be complete. After that it is told without: it came in, whatever became of
    /// the file.
    /// </summary>
    private static readonly TimeSpan PatienceForFile = TimeSpan.FromMinutes(2);

    private static readonly ReceivedStatements Statements = new(
        "Reports.Sql.known-faxes", "Reports.Sql.read-fax-cursor", "Reports.Sql.move-fax-cursor");

    private readonly IReceivedFaxes _faxes =
        vendor.ReceivedFaxes ?? throw new InvalidOperationException($"{vendor.Name} receives no faxes.");

    protected override Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) =>
        _faxes.PrepareAsync(cancellationToken);

    protected override void TellProblem(string problem) => Log.CannotReceive(logger, vendor.Name, problem);

    protected override void TellHint(string hint) => Log.Hint(logger, vendor.Name, hint);

    protected override IAsyncEnumerable<IReadOnlyList<ReceivedFax>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken) =>
        _faxes.ReadAsync(since, pageSize, cancellationToken);

    protected override string KeyOf(ReceivedFax row) => row.Key;

    protected override DateTimeOffset TimeOf(ReceivedFax row) => row.ReceivedAt;

    protected override async Task StoreAsync(
        IReadOnlyList<ReceivedFax> found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var faxes = found.Select(fax => Stored(fax, now)).OfType<StoredFax>().ToList();
        if (faxes.Count == 0)
        {
            return;
        }

        await using var command = Command("Reports.Sql.store-faxes");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<short>("type", (short)EventType.FaxReceived));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. faxes.Select(fax => fax.Id)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. faxes.Select(fax => fax.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. faxes.Select(fax => fax.VendorKey)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("senders", [.. faxes.Select(fax => fax.Sender)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("recipients", [.. faxes.Select(fax => fax.Recipient)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("files", [.. faxes.Select(fax => fax.FileName)]));
        command.Parameters.Add(new NpgsqlParameter<long?[]>("sizes", [.. faxes.Select(fax => fax.Size)]));
        command.Parameters.Add(new NpgsqlParameter<int?[]>("pages", [.. faxes.Select(fax => fax.Pages)]));
        command.Parameters.Add(new NpgsqlParameter<int?[]>("seconds", [.. faxes.Select(fax => fax.Seconds)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("received", [.. faxes.Select(fax => fax.ReceivedAt)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("data", [.. faxes.Select(fax => JsonSerializer.Serialize(FaxView.Of(fax), FaxJson.Readable.FaxView))]));
        var added = await command.ExecuteNonQueryAsync(cancellationToken);
        if (added > 0)
        {
            Log.Received(logger, vendor.Name, added);
            signals.Events.Beat();
        }
    }

    /// <summary>Null while its file may still be on the way.</summary>
    private StoredFax? Stored(ReceivedFax fax, DateTimeOffset now)
    {
        var size = FaxFile.SizeOf(FaxFile.PathOf(vendor, fax.FileName));
        return size is null && now - fax.ReceivedAt < PatienceForFile ? null : new StoredFax
        {
            Id = NewIdOf(fax, now),
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
