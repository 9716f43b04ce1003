namespace Gateway.Platform.Errors;

internal static class ProblemMetadata
{
    /// <summary>Documents the problem answers of a route.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<Problem>(status, ProblemResult.ContentType);
        }

        return route;
    }
}
