using Gateway.Platform.Errors;

namespace Gateway.Webhooks;

/// <summary>What an endpoint may look like, when it is made and when it is changed.</summary>
internal static class WebhookRules
{
    private const int MaxUrl = 2048;
    private const int MaxDescription = 256;
    private const int MaxPatterns = 32;

    public static IEnumerable<Fault> Faults(string? url, IReadOnlyList<string?>? events, string? description)
    {
        if (url is not null && (url.Length > MaxUrl || url.Any(char.IsControl) || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.Host.Length == 0))
        {
            yield return new Fault("/url", "invalid_url", $"An absolute http or https URL without user name and fragment, at most {MaxUrl} characters.");
        }

        if (events is { Count: > MaxPatterns })
        {
            yield return new Fault("/events", "too_many_entries", $"At most {MaxPatterns}.");
        }

        for (var i = 0; i < Math.Min(events?.Count ?? 0, MaxPatterns); i++)
        {
            if (events![i] is not { } pattern || EventPattern.Mask(pattern) == 0)
            {
                yield return UnknownEvent($"/events/{i}");
            }
        }

        if (description is { Length: > MaxDescription } || description?.Contains('\0') == true)
        {
            yield return new Fault("/description", "too_long", $"At most {MaxDescription} characters, without U+0000.");
        }
    }

    public static Fault UnknownEvent(string pointer) => new(pointer, "unknown_event", $"No event is called so. {EventPattern.Words.Expected}");
}
