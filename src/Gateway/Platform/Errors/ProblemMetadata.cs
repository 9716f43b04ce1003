using Gateway.Platform.OpenApi;

namespace Gateway.Platform.Errors;

internal static class ProblemMetadata
{
    /// <summary>
    /// Documents the problem answers of a route by their statuses. What every route of its kind can answer is known
    /// (<see cref="RouteProblems"/>).
    /// </summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<Problem>(status, ProblemResult.ContentType);
        }

        return route;
    }

    /// <summary>Documents the problems that only some routes have.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder route, params ErrorCode[] codes) =>
        route.WithMetadata(new OwnProblems(codes));
}

/// <summary>Metadata of a route: problems that it has and others of its kind have not.</summary>
internal sealed record OwnProblems(IReadOnlyList<ErrorCode> Codes);
