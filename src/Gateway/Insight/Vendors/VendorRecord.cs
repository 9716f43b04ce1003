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
            records[reader.Get<string>("vendor")] = Read(reader, now);
        }

        return records;
    }

    public string? BeatsJson() => Beats.Count == 0 ? null : JsonSerializer.Serialize(Beats, VendorRecordJson.Default.IReadOnlyListSeenBeat);

    private static VendorRecord Read(NpgsqlDataReader reader, DateTimeOffset now) => new()
    {
        Paused = reader.Get<bool>("paused"),
        Condition = new VendorCondition
        {
            Status = Known((VendorStatus)reader.Get<short>("status")),
            Reason = reader.Find<string>("reason"),
            Since = reader.Find<DateTimeOffset?>("since") ?? now,
            BetterSince = reader.Find<DateTimeOffset?>("better_since"),
            Weight = reader.Get<short>("weight"),
            WeightAt = reader.Find<DateTimeOffset?>("weight_at") ?? now,
            Downs = reader.Get<short>("downs"),
            DownAt = reader.Find<DateTimeOffset?>("down_at"),
        },
        UnreachableSince = reader.Find<DateTimeOffset?>("unreachable_since"),
        Beats = reader.Find<string>("beats") is { } beats ? ReadBeats(beats) : [],
        Queued = reader.Get<int>("queued"),
        OldestQueuedAt = reader.Find<DateTimeOffset?>("oldest_queued_at"),
        Version = reader.Get<long>("version"),
        TakenAt = reader.Find<DateTimeOffset?>("taken_at"),
        ReportedAt = reader.Find<DateTimeOffset?>("reported_at"),
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
}

[JsonSerializable(typeof(IReadOnlyList<SeenBeat>))]
internal sealed partial class VendorRecordJson : JsonSerializerContext;
