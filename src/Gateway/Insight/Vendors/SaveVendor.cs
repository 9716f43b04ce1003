using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Insight.Vendors;

/// <summary>What <c>vendor.down</c>, <c>vendor.degraded</c> and <c>vendor.up</c> tell.</summary>
[SchemaName("VendorChange")]
internal sealed record VendorEvent
{
    /// <summary>The vendor's name in the settings.</summary>
    public required string Name { get; init; }

    [JsonConverter(typeof(ProtocolJson))]
    public required VendorProtocol Protocol { get; init; }

    public required VendorStatus Status { get; init; }

    /// <summary>Why it is not up; null when it is.</summary>
    public required string? Reason { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>
/// Writes a vendor's record with the event of its change. Events go to the built-in account, whose owner runs the
/// agents.
/// </summary>
internal sealed class SaveVendor(NpgsqlDataSource source, MessageSignals signals, VendorHealth health)
{
    /// <summary>False when another node was faster: then its record holds.</summary>
    public async Task<bool> SaveAsync(Vendor vendor, VendorRecord before, VendorRecord after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (condition, change) = (after.Condition, Change(before.Condition.Status, after.Condition.Status));
        await using var command = source.Command("Insight.Vendors.Sql.save-vendor");
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        parameters.Add(new NpgsqlParameter<short>("status", (short)condition.Status));
        parameters.Add(new NpgsqlParameter<string?>("reason", NpgsqlDbType.Text) { TypedValue = condition.Reason });
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("since", condition.Since));
        parameters.Add(new NpgsqlParameter<DateTimeOffset?>("better_since", NpgsqlDbType.TimestampTz) { TypedValue = condition.BetterSince });
        parameters.Add(new NpgsqlParameter<short>("weight", (short)condition.Weight));
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("weight_at", condition.WeightAt));
        parameters.Add(new NpgsqlParameter<short>("downs", (short)Math.Min(condition.Downs, short.MaxValue)));
        parameters.Add(new NpgsqlParameter<DateTimeOffset?>("down_at", NpgsqlDbType.TimestampTz) { TypedValue = condition.DownAt });
        parameters.Add(new NpgsqlParameter<DateTimeOffset?>("unreachable_since", NpgsqlDbType.TimestampTz) { TypedValue = after.UnreachableSince });
        parameters.Add(new NpgsqlParameter<string?>("beats", NpgsqlDbType.Jsonb) { TypedValue = after.BeatsJson() });
        parameters.Add(new NpgsqlParameter<int>("queued", after.Queued));
        parameters.Add(new NpgsqlParameter<DateTimeOffset?>("oldest_queued_at", NpgsqlDbType.TimestampTz) { TypedValue = after.OldestQueuedAt });
        parameters.Add(Length("text_length", vendor.Queue.TextLength));
        parameters.Add(Length("template_code_length", vendor.Queue.TemplateCodeLength));
        parameters.Add(new NpgsqlParameter<long>("version", before.Version));
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        parameters.Add(new NpgsqlParameter<Guid>("account_id", Caller.DefaultAccount));
        parameters.Add(new NpgsqlParameter<short?>("event_type", NpgsqlDbType.Smallint) { TypedValue = (short?)change });
        parameters.Add(new NpgsqlParameter<string?>("event_data", NpgsqlDbType.Jsonb) { TypedValue = change is null ? null : Data(vendor, condition) });
        var saved = await command.ExecuteScalarAsync(cancellationToken) is long and > 0;
        if (saved && (before.Condition.Status != condition.Status || before.Condition.Weight != condition.Weight))
        {
            await health.RefreshAsync(cancellationToken);
        }

        if (saved && change is not null)
        {
            signals.Events.Beat();
        }

        return saved;
    }

    private static NpgsqlParameter<int?> Length(string name, int? letters) =>
        new(name, NpgsqlDbType.Integer) { TypedValue = letters };

    private static EventType? Change(VendorStatus before, VendorStatus after) => after == before ? null : after switch
    {
        VendorStatus.Up => EventType.VendorUp,
        VendorStatus.Degraded => EventType.VendorDegraded,
        VendorStatus.Down => EventType.VendorDown,
        VendorStatus.Paused => null, // It stands beside the status, not in it.
    };

    private static string Data(Vendor vendor, VendorCondition condition) => JsonSerializer.Serialize(
        new VendorEvent { Name = vendor.Name, Protocol = vendor.Protocol, Status = condition.Status, Reason = condition.Reason, Since = condition.Since },
        VendorJson.Readable.VendorEvent);
}
