using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Queries;

internal static class QueriesModule
{
    public static IApplicationBuilder UseQueryCheck(this IApplicationBuilder app) => app.UseMiddleware<CheckQuery>();

    /// <summary>
    /// The words that a query parameter takes: one of them, or with <paramref name="many"/> any of them.
    /// </summary>
    public static RouteHandlerBuilder WithWords(
        this RouteHandlerBuilder route,
        string parameter,
        IReadOnlyList<string> words,
        bool many = false,
        string code = "invalid_type") =>
        route.WithMetadata(new QueryParameter(parameter) { Words = words, Many = many, Code = code });

    /// <summary>A query parameter of which several values mean "or".</summary>
    public static RouteHandlerBuilder WithMany(this RouteHandlerBuilder route, string parameter) =>
        route.WithMetadata(new QueryParameter(parameter) { Many = true });

    /// <summary>What the document says of a parameter.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, params ParameterText[] parameters) =>
        route.WithMetadata([.. parameters]);

    /// <summary>
    /// For a path that takes these parameters with another kind of body only: the problem when one is there.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="detail">What to do.</param>
    /// <param name="but">One that it takes with every body.</param>
    public static ProblemResult? Unexpected(HttpContext context, string detail, string? but = null)
    {
        var names = context.Request.Query.Keys.Where(name => name != but).ToList();
        return names.Count == 0
            ? null
            : ProblemResult.Malformed(
                [.. names.Select(name => new Fault("?" + name, "unexpected_parameter", detail))]);
    }

    /// <summary>The values of a parameter that takes many; repetitions reach a handler joined by commas.</summary>
    public static IReadOnlyList<string> Many(string? joined) =>
        joined is null ? [] : [.. joined.Split(',').Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The values of a closed set. A word that is none of them is a fault, unless one is told of this parameter
    /// already.
    /// </summary>
    public static IReadOnlyList<T> Many<T>(string? joined, ClosedSet<T> words, string parameter, List<Fault> faults)
        where T : notnull
    {
        var values = new List<T>();
        foreach (var word in Many(joined))
        {
            if (words.TryRead(word, out var value))
            {
                values.Add(value);
            }
            else if (!faults.Any(fault => fault.Pointer == "?" + parameter))
            {
                faults.Add(new Fault("?" + parameter, "invalid_type", words.Expected));
            }
        }

        return values;
    }
}
