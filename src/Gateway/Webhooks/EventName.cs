namespace Gateway.Webhooks;

/// <summary>The id of an event as clients see it: in <c>webhook-id</c> and in the feed.</summary>
internal static class EventName
{
    private const string Prefix = "evt_";

    public static string Of(Guid eventId) => Prefix + eventId.ToString("N");

    /// <summary>Null: it is no id of an event.</summary>
    public static Guid? Read(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[Prefix.Length..], "N", out var id)
            ? id
            : null;
}
