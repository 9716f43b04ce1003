namespace Gateway.Platform.Logging;

/// <summary>
/// Keeps people's phone numbers out of the logs: whatever a value of an event looks like one loses its middle,
/// <c>010****1234</c>, before any sink sees it. Contents of messages are never logged in the first place.
/// </summary>
internal sealed class MaskNumbers : RewriteValues
{
    protected override string? Rewrite(object value) =>
        value is not (Guid or IConvertible or DateTimeOffset or TimeSpan) || value is string
            ? Masked(value.ToString())
            : null;

    private static string? Masked(string? text) =>
        text is not null && Mask.Url(text) is var masked && masked != text ? masked : null;
}
