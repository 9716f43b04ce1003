using System.Text;

namespace Gateway.Platform.Idempotency;

/// <summary>
/// What an <c>Idempotency-Key</c> counts for: the account acted for (a column of its own), the method and path, and
/// live or test. The rest of the scope stands in the stored key, behind a line feed, which no key of a client can hold:
/// so one unique index decides, and a live message costs nothing more.
/// </summary>
internal static class IdempotencyScope
{
    private const string Test = "\ntest";

    /// <summary>
    /// The key of a request to <c>POST /v1/messages</c>, and the key by which an upload finds its batch again; among
    /// all keys an upload has that of its route, as a JSON batch has.
    /// </summary>
    public static string? OfMessages(string? key, bool test) => key is not null && test ? key + Test : key;

    /// <summary>The key of a request to any other route.</summary>
    public static string? OfRoute(HttpContext context, string? key, bool test) =>
        key is null ? null : OfMessages($"{key}\n{Place(context)}", test);

    /// <summary>Method, route and the values in the route. An id is the same in whatever form it was written.</summary>
    private static string Place(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: { } pattern })
        {
            throw new InvalidOperationException("Only a route has an idempotency key.");
        }

        var place = new StringBuilder(context.Request.Method).Append(' ').Append(pattern.RawText?.TrimEnd('/'));
        foreach (var parameter in pattern.Parameters)
        {
            var value = context.Request.RouteValues[parameter.Name]?.ToString() ?? "";
            place.Append(' ').Append(Guid.TryParse(value, out var id) ? id.ToString() : value);
        }

        return place.ToString();
    }
}
