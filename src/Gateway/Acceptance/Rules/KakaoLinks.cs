using System.Text.RegularExpressions;

namespace Gateway.Acceptance.Rules;

/// <summary>Links of buttons and pictures: their form, and what a variable becomes in them.</summary>
internal static partial class KakaoLinks
{
    /// <summary>What is wrong with a link, and what would do; null when it is one.</summary>
    public static string? Fault(KakaoTextKind kind, string link) => kind switch
    {
        KakaoTextKind.Web when !IsWeb(link) => IsWeb("https://" + link)
            ? "A link begins with http:// or https://: put it before the address."
            : "A link begins with http:// or https://, such as https://www.example.com/a.",
        KakaoTextKind.App when !AppLink().IsMatch(link) || IsScript(link) =>
            "A link into an app begins with the app's scheme, such as shop://orders.",
        _ => null,
    };

    /// <summary>
    /// A value as it stands in a link. All but unreserved characters are percent-encoded (RFC 3986, section 2), so that
    /// a value never becomes another parameter. Where the link or its host is a variable, the value is a part of the
    /// address itself: what separates its parts stays.
    /// </summary>
    /// <param name="before">The link up to the value.</param>
    /// <param name="value">Any text.</param>
    public static string Encode(string before, string value) =>
        before.Length == 0 || before.EndsWith("://", StringComparison.Ordinal)
            ? EncodeAddress(value)
            : Uri.EscapeDataString(value);

    private static string EncodeAddress(string value) =>
        NotOfAddress().Replace(value, static found => Uri.EscapeDataString(found.Value));

    private static bool IsWeb(string link) =>
        WebLink().IsMatch(link) && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Host.Length > 0;

    private static bool IsScript(string link) =>
        link.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
        || link.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\Ahttps?://[^\s/?#]+\.?[^\s]*\z", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex WebLink();

    [GeneratedRegex(@"\A[a-z][a-z0-9+.-]*:[^\s]+\z", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AppLink();

    /// <summary>Neither unreserved nor reserved, nor a percent sign that begins an encoded byte.</summary>
    [GeneratedRegex(@"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")]
    private static partial Regex NotOfAddress();
}
