using System.Collections.Concurrent;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Queries;

/// <summary>
/// Refuses what a route's query does not have, before the route does anything: unknown names, names that stand twice,
/// values that are empty or none of the documented words. So a misspelt <c>?sheduledAt=</c> never sends at once, and a
/// misspelt filter never finds everything. What is allowed is what the route's handler takes; nobody keeps a second
/// list.
/// </summary>
internal sealed class CheckQuery(RequestDelegate next)
{
    private static readonly object Key = new();

    private readonly ConcurrentDictionary<Endpoint, RouteQuery?> _routes = new();

    public Task InvokeAsync(HttpContext context)
    {
        // Health and documents take what load balancers and browsers add: nothing depends on it there.
        if (!context.Request.QueryString.HasValue || !context.Request.Path.StartsWithSegments("/v1")
            || context.GetEndpoint() is not { } endpoint || _routes.GetOrAdd(endpoint, RouteQuery.Of) is not { } route)
        {
            return next(context);
        }

        var faults = route.Faults(context.Request.QueryString, out var unreadable);
        if (faults.Count == 0)
        {
            return next(context);
        }

        if (unreadable || endpoint.Metadata.GetMetadata<TellsQueryFaults>() is null)
        {
            return ProblemResult.Malformed(faults).ExecuteAsync(context);
        }

        context.Items[Key] = faults;
        return next(context);
    }

    /// <summary>For routes that <see cref="TellsQueryFaults"/>: what was found.</summary>
    public static List<Fault> FaultsOf(HttpContext context) =>
        context.Items.TryGetValue(Key, out var found) && found is List<Fault> faults ? faults : [];
}
