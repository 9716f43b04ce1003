using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Insight.Statistics;

/// <summary>Messages by the time they were accepted and by what became of them so far.</summary>
/// <param name="From">Included; the beginning of an hour, or of a minute.</param>
/// <param name="To">Not included.</param>
/// <param name="Interval">minute, hour, day or month, in the installation's time zone.</param>
/// <param name="Items">Groups that have messages, oldest first.</param>
internal sealed record StatisticsView(
    DateTimeOffset From,
    DateTimeOffset To,
    [property: Words(typeof(StatisticsQuery), nameof(StatisticsQuery.Longest), As = "StatisticsInterval")] string Interval,
    IReadOnlyList<StatisticsItem> Items);

/// <summary>One group. Only what was asked for with <c>groupBy</c> is set.</summary>
internal sealed record StatisticsItem
{
    /// <summary>The beginning of the interval.</summary>
    public required DateTimeOffset Start { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? AccountId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Channel? Channel { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vendor { get; init; }

    /// <summary><c>pending</c> until a message has ended; then delivered, failed, expired or canceled.</summary>
    [Words(typeof(Outcome))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>Result code of what has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Code { get; init; }

    /// <summary>Messages.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// Won without VAT that those of them that were delivered cost, by the account's <c>prices</c> at the moment of
    /// acceptance; 0 where there was no price.
    /// </summary>
    public required decimal Cost { get; init; }

    public static string StatusName(MessageStatus status) => status.IsKnown() && status < MessageStatus.Delivered ? "pending" : status.Word();
}

/// <summary>Accepted = withdrawn + waiting + reported + expired, for each vendor and day.</summary>
/// <param name="Items">Oldest first.</param>
/// <param name="CountersUnavailable">Vendors whose agents keep counters that could not be read now, because their databases do not answer: their <c>vendorCounters</c> are null.</param>
internal sealed record ReconciliationView(IReadOnlyList<ReconciliationItem> Items, IReadOnlyList<string> CountersUnavailable);

/// <summary>One vendor's messages of one day.</summary>
internal sealed record ReconciliationItem
{
    /// <summary>The beginning of the day in the installation's time zone.</summary>
    public required DateTimeOffset Day { get; init; }

    /// <summary>The vendor's name.</summary>
    public required string Vendor { get; init; }

    /// <summary>Accepted for this vendor.</summary>
    public long Accepted { get; init; }

    /// <summary>Canceled, or expired before an agent took them: not sent.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Not ended yet, counted from the work and not from the statistics.</summary>
    public long Waiting { get; init; }

    /// <summary>Ended with a result.</summary>
    public long Reported { get; init; }

    /// <summary>Taken by the agent, but no result came in time.</summary>
    public long Expired { get; init; }

    /// <summary>What is left over. Anything but 0 for longer than a moment is an error of the gateway.</summary>
    public long Difference => Accepted - Withdrawn - Waiting - Reported - Expired;

    /// <summary>What the vendor's agent counted itself on that day; null where it keeps no counters, has none of that day, or could not be asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public VendorCounters? VendorCounters { get; init; }
}

/// <summary>An agent's own statistics of a day. It counts a message on the day on which it sends it, not on which it was accepted, once its result is final, and other programs' messages of the same user too.</summary>
/// <param name="Total">Messages that it sent.</param>
/// <param name="Succeeded">Those of them that arrived, as the agent sees it.</param>
internal sealed record VendorCounters(long Total, long Succeeded);

[JsonSerializable(typeof(StatisticsView))]
[JsonSerializable(typeof(ReconciliationView))]
internal sealed partial class StatisticsJson : JsonSerializerContext
{
    public static StatisticsJson Readable { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}
