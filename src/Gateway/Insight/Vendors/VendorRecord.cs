using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Insight.Vendors;

/// <summary>A sign of life as we saw it: <see cref="Written"/> stands in the agent's row, <see cref="SeenAt"/> is when we saw it change, by our own clock.</summary>
internal sealed record SeenBeat(string Agent, bool OnDuty, DateTime? Written, DateTimeOffset SeenAt);

/// <summary>The row of one vendor in <c>vendor_health</c>, with what the collection knows of it.</summary>
internal sealed record VendorRecord
{
    public required bool Paused { get; init; }

    public required VendorCondition Condition { get; init; }

    public DateTimeOffset? UnreachableSince { get; init; }

    public IReadOnlyList<SeenBeat> Beats { get; init; } = [];

    /// <summary>Rows that wait untouched in the queue table.</summary>
    public int Queued { get; init; }

    /// <summary>When the first of them was written.</summary>
    public DateTimeOffset? OldestQueuedAt { get; init; }

    /// <summary>Grows with each write, so that of two writers who read the same row one loses.</summary>
    public long Version { get; init; }

    public DateTimeOffset? TakenAt { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    public static VendorRecord Fresh(DateTimeOffset now) => new() { Paused = false, Condition = VendorCondition.Fresh(now) };

    /// <summary>The records of all vendors that have one, or of the one asked for.</summary>
    public static async Task<Dictionary<string, VendorRecord>> ReadAsync(NpgsqlDataSource source, string? vendor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Vendors.Sql.read-vendors");
        command.Parameters.Add(new NpgsqlParameter<string?>("vendor", NpgsqlTypes.NpgsqlDbType.Text) { TypedValue = vendor });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var records = new Dictionary<string, VendorRecord>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken))
        {
            records[reader.GetString(0)] = Read(reader, now);
        }

        return records;
    }

    public string? BeatsJson() => Beats.Count == 0 ? null : JsonSerializer.Serialize(Beats, VendorRecordJson.Default.IReadOnlyListSeenBeat);

    private static VendorRecord Read(NpgsqlDataReader reader, DateTimeOffset now) => new()
    {
        Paused = reader.GetBoolean(1),
        Condition = new VendorCondition
        {
            Status = Known((VendorStatus)reader.GetInt16(2)),
            Reason = reader.IsDBNull(3) ? null : reader.GetString(3),
            Since = Time(reader, 4) ?? now,
            BetterSince = Time(reader, 5),
            Weight = reader.GetInt16(6),
            WeightAt = Time(reader, 7) ?? now,
            Downs = reader.GetInt16(8),
            DownAt = Time(reader, 9),
        },
        UnreachableSince = Time(reader, 10),
        Beats = reader.IsDBNull(11) ? [] : ReadBeats(reader.GetString(11)),
        Queued = reader.GetInt32(12),
        OldestQueuedAt = Time(reader, 13),
        Version = reader.GetInt64(14),
        TakenAt = Time(reader, 15),
        ReportedAt = Time(reader, 16),
    };

    /// <summary>A number that means nothing counts as well: the next look at the vendor writes the truth.</summary>
    private static VendorStatus Known(VendorStatus status) => status is VendorStatus.Up or VendorStatus.Degraded or VendorStatus.Down ? status : VendorStatus.Up;

    /// <summary>What cannot be read was never seen: the next look sees it again.</summary>
    private static IReadOnlyList<SeenBeat> ReadBeats(string stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored, VendorRecordJson.Default.IReadOnlyListSeenBeat)?.Where(static beat => beat is { Agent: not null }).ToList() ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}

[JsonSerializable(typeof(IReadOnlyList<SeenBeat>))]
internal sealed partial class VendorRecordJson : JsonSerializerContext;
