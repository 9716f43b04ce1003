namespace Gateway.Webhooks;

/// <summary>The id of an event as clients see it: in <c>webhook-id</c> and in the feed.</summary>
internal static class EventName
{
    public static string Of(Guid eventId) => "evt_" + eventId.ToString("N");
}
