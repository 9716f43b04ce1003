using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Insight.Statistics;

/// <summary>Messages by the time they were accepted and by what became of them so far.</summary>
/// <param name="From">Included; the beginning of an hour.</param>
/// <param name="To">Not included.</param>
/// <param name="Interval">hour, day or month, in the installation's time zone.</param>
/// <param name="Items">Groups that have messages, oldest first.</param>
internal sealed record StatisticsView(DateTimeOffset From, DateTimeOffset To, string Interval, IReadOnlyList<StatisticsItem> Items);

/// <summary>One group. Only what was asked for with <c>groupBy</c> is set.</summary>
internal sealed record StatisticsItem
{
    /// <summary>The beginning of the interval.</summary>
    public required DateTimeOffset Start { get; init; }

    public Guid? AccountId { get; init; }

    public Channel? Channel { get; init; }

    public string? Vendor { get; init; }

    /// <summary><c>pending</c> until a message has ended; then delivered, failed, expired or canceled.</summary>
    public string? Status { get; init; }

    /// <summary>Result code of what has ended.</summary>
    public int? Code { get; init; }

    /// <summary>Messages.</summary>
    public required long Count { get; init; }

    public static string StatusName(MessageStatus status) => status < MessageStatus.Delivered ? "pending" : status.ToString().ToLowerInvariant();
}

/// <summary>Accepted = withdrawn + waiting + reported + expired, for each vendor and day.</summary>
internal sealed record ReconciliationView(IReadOnlyList<ReconciliationItem> Items);

/// <summary>One vendor's messages of one day.</summary>
/// <param name="Day">The beginning of the day in the installation's time zone.</param>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Accepted">Accepted for this vendor.</param>
/// <param name="Withdrawn">Canceled, or expired before an agent took them: not sent.</param>
/// <param name="Waiting">Not ended yet, counted from the work and not from the statistics.</param>
/// <param name="Reported">Ended with a result.</param>
/// <param name="Expired">Taken by the agent, but no result came in time.</param>
/// <param name="Difference">What is left over. Anything but 0 for longer than a moment is a fault of the gateway.</param>
internal sealed record ReconciliationItem(DateTimeOffset Day, string Vendor, long Accepted, long Withdrawn, long Waiting, long Reported, long Expired, long Difference);

[JsonSerializable(typeof(StatisticsView))]
[JsonSerializable(typeof(ReconciliationView))]
internal sealed partial class StatisticsJson : JsonSerializerContext
{
    public static StatisticsJson Readable { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}
