using Gateway.Messages;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Reports.Expiry;

/// <summary>A message whose time is over and that its vendor may hold.</summary>
internal sealed record DueExpiry(QueuedRow Row, InflightState State, DateTimeOffset QueuedAt, DateTimeOffset ExpiresAt);

/// <summary>
/// How one of them ends. <see cref="Overdue"/>: its row may still lie untouched in the vendor's queue.
/// </summary>
internal sealed record Expired(DueExpiry Due, int ResultCode, bool Overdue);

/// <summary>A row that may lie in a vendor's queue although its message has ended.</summary>
internal sealed record OverdueRow(QueuedRow Row, DateTimeOffset QueuedAt, DateTimeOffset EndedAt);

/// <summary>
/// What the state database knows of messages whose time is over. Every member is safe to repeat, and beside any other
/// process: each message ends once.
/// </summary>
internal sealed class RecordExpiry(
    NpgsqlDataSource source, MessageSignals signals, GatewayTelemetry telemetry, TimeProvider time)
{
    public const int Batch = 1000;

    /// <summary>Look-ups in a vendor's tables name every row.</summary>
    public const int PageSize = 500;

    /// <summary>Ends messages that never left the gateway.</summary>
    public async Task<int> EndWaitingAsync(string vendor, CancellationToken cancellationToken)
    {
        await using var command = Ending("Reports.Expiry.Sql.expire-waiting", vendor);
        command.Parameters.AddEnd(time.GetUtcNow());
        command.Parameters.Add(new NpgsqlParameter<short>("result_code", (short)ResultCatalogue.SubmitExpired));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        return await EndAsync(command, vendor, cancellationToken);
    }

    /// <summary>
    /// Ends messages in these states that expired <paramref name="grace"/> ago, without asking anybody.
    /// </summary>
    public async Task<int> GiveUpAsync(
        string vendor, TimeSpan grace, IReadOnlyList<InflightState> states, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = Ending("Reports.Expiry.Sql.give-up", vendor);
        command.Parameters.AddEnd(now);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", now - grace));
        command.Parameters.Add(new NpgsqlParameter<short[]>("states", [.. states.Select(state => (short)state)]));
        command.Parameters.Add(new NpgsqlParameter<short>("result_code", (short)ResultCatalogue.ReportExpired));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        return await EndAsync(command, vendor, cancellationToken);
    }

    public async Task<int> EndAsync(string vendor, IReadOnlyList<Expired> ends, CancellationToken cancellationToken)
    {
        if (ends.Count == 0)
        {
            return 0;
        }

        await using var command = Ending("Reports.Expiry.Sql.expire", vendor);
        command.Parameters.AddEnd(
            time.GetUtcNow(), ends.Min(end => end.Due.Row.MessageId), ends.Max(end => end.Due.Row.MessageId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. ends.Select(end => end.Due.Row.MessageId)]));
        command.Parameters.Add(
            new NpgsqlParameter<short[]>("result_codes", [.. ends.Select(end => (short)end.ResultCode)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("states", [.. ends.Select(end => (short)end.Due.State)]));
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>("handover_ids", [.. ends.Select(end => end.Due.Row.HandOverId)]));
        command.Parameters.Add(new NpgsqlParameter<bool[]>("overdue", [.. ends.Select(end => end.Overdue)]));
        return await EndAsync(command, vendor, cancellationToken);
    }

    /// <summary>The page after <paramref name="last"/>, oldest first.</summary>
    public async Task<IReadOnlyList<DueExpiry>> DueAsync(
        string vendor, DateTimeOffset takenUntil, TimeSpan grace, DueExpiry? last, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = Page("Reports.Expiry.Sql.due-expiries", vendor, last?.ExpiresAt, last?.Row.MessageId);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("taken_until", takenUntil));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("given_up", now - grace));
        return await ReadAsync(
            command,
            reader => new DueExpiry(
                Row(reader),
                (InflightState)reader.Get<short>("state"),
                reader.Get<DateTimeOffset>("queued_at"),
                reader.Get<DateTimeOffset>("expires_at")),
            cancellationToken);
    }

    /// <summary>The page after <paramref name="last"/>, oldest first.</summary>
    public async Task<IReadOnlyList<OverdueRow>> OverdueAsync(
        string vendor, OverdueRow? last, CancellationToken cancellationToken)
    {
        await using var command = Page("Reports.Expiry.Sql.overdue-rows", vendor, last?.EndedAt, last?.Row.MessageId);
        return await ReadAsync(
            command,
            reader => new OverdueRow(
                Row(reader), reader.Get<DateTimeOffset>("queued_at"), reader.Get<DateTimeOffset>("ended_at")),
            cancellationToken);
    }

    public async Task ForgetOverdueAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Expiry.Sql.forget-overdue");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. messageIds]));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task PurgeOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Expiry.Sql.purge-overdue");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The vendors that messages which have not ended belong to.</summary>
    public async Task<IReadOnlyList<string>> VendorsOfOpenAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Expiry.Sql.vendors-of-open");
        return await ReadAsync(command, reader => reader.GetString(0), cancellationToken);
    }

    private static QueuedRow Row(NpgsqlDataReader reader) =>
        new(reader.Get<Guid>("message_id"), reader.Get<Guid>("handover_id"));

    private async Task<int> EndAsync(NpgsqlCommand command, string vendor, CancellationToken cancellationToken)
    {
        var ended = await MovedRow.CountAsync(command, cancellationToken);
        if (ended > 0)
        {
            telemetry.Ended(vendor, "expired", ended);
            signals.Events.Beat();
        }

        return ended;
    }

    private NpgsqlCommand Ending(string statement, string vendor)
    {
        var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        return command;
    }

    private NpgsqlCommand Page(string statement, string vendor, DateTimeOffset? afterAt, Guid? afterId)
    {
        var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("after_at", afterAt ?? DateTimeOffset.UnixEpoch));
        command.Parameters.Add(new NpgsqlParameter<Guid>("after_id", afterId ?? Guid.Empty));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", PageSize));
        return command;
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
