namespace Gateway.Platform.Logging;

/// <summary>
/// Keeps people's phone numbers out of the logs: whatever a value of an event looks like one loses its middle, <c>010****1234</c>, before any sink sees it. Contents of messages are never logged in
/// the first place.
/// </summary>
internal sealed class MaskNumbers : RewriteValues
{
    protected override string? Rewrite(object value) => value is string text && Mask.HasNumber(text) ? Mask.Text(text) : null;
}
