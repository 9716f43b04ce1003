using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Insight.Vendors;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;

namespace Gateway.Insight.Live;

/// <summary>What happened to messages in one second.</summary>
/// <param name="At">The beginning of the second.</param>
/// <param name="Accepted">Stored.</param>
/// <param name="Queued">Written into a vendor's queue table.</param>
/// <param name="Sending">Seen in the agent's hands.</param>
/// <param name="Delivered">Ended so.</param>
/// <param name="Failed">Ended so; later fallbacks are accepted messages of their own.</param>
/// <param name="Expired">Ended so.</param>
/// <param name="Canceled">Ended so.</param>
internal sealed record LiveSecond(
    DateTimeOffset At, long Accepted, long Queued, long Sending, long Delivered, long Failed, long Expired,
    long Canceled);

/// <summary>Messages that were accepted in one minute, by where they are now.</summary>
/// <param name="At">The beginning of the minute.</param>
/// <param name="Accepted">All of them.</param>
/// <param name="Pending">Not ended yet.</param>
/// <param name="Delivered">Ended so.</param>
/// <param name="Failed">Ended so.</param>
/// <param name="Expired">Ended so.</param>
/// <param name="Canceled">Ended so.</param>
internal sealed record LiveMinute(
    DateTimeOffset At, long Accepted, long Pending, long Delivered, long Failed, long Expired, long Canceled);

/// <summary>What a lane of a vendor holds.</summary>
/// <param name="Vendor">Its name.</param>
/// <param name="Lane">high, normal or bulk.</param>
/// <param name="Waiting">In the gateway, for a place in the queue or for their time.</param>
/// <param name="InFlight">In the queue table or in the agent's hands.</param>
internal sealed record LiveLane(string Vendor, Lane Lane, long Waiting, long InFlight);

/// <summary>The first event of the stream, <c>history</c>.</summary>
/// <param name="Minutes">The last hour; minutes without a message are left out.</param>
/// <param name="Seconds">
/// The last five minutes, or fewer under much load; seconds without anything are left out.
/// </param>
internal sealed record LiveHistory(IReadOnlyList<LiveMinute> Minutes, IReadOnlyList<LiveSecond> Seconds);

/// <summary>The event of each second, <c>second</c>.</summary>
/// <param name="Counts">What happened, two seconds ago.</param>
/// <param name="Corrected">
/// A second that was told before, ten seconds ago: what was committed late is in it now. Null when nothing was.
/// </param>
/// <param name="Lanes">Those that are not empty. Under much load some seconds old.</param>
/// <param name="Vendors">As <c>GET /v1/vendors</c> shows them to this key.</param>
internal sealed record LiveTick(
    LiveSecond Counts, LiveSecond? Corrected, IReadOnlyList<LiveLane> Lanes, IReadOnlyList<VendorView> Vendors);

[JsonSerializable(typeof(LiveHistory))]
[JsonSerializable(typeof(LiveTick))]
internal sealed partial class LiveJson : JsonSerializerContext
{
    public static LiveJson Readable { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options)
    {
        TypeInfoResolver = Default,
        Converters = { new LowerCaseEnum<VendorStatus>(), new LowerCaseEnum<Lane>() },
    });
}
