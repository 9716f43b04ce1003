using FluentValidation;
using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>What an endpoint may look like, when it is made and when it is changed.</summary>
internal static class WebhookRules
{
    public const int MaxDescription = 256;
    public const int MaxPatterns = 32;

    private const int MaxUrl = 2048;

    /// <summary>Absent is right.</summary>
    public static IRuleBuilderOptions<T, string?> UrlToCall<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(static url => url is null || IsUrl(url))
        .Fault(
            "invalid_url",
            $"An absolute http or https URL without user name and fragment, at most {MaxUrl} characters.");

    public static IRuleBuilderOptions<T, string> KnownEvent<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(static pattern => pattern is not null && EventPattern.Mask(pattern) != 0)
        .Fault("unknown_event", $"No event is called so. {EventPattern.Words.Expected}");

    private static bool IsUrl(string url) => url.Length <= MaxUrl && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https") && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && uri.Host.Length > 0;
}
