using Gateway.Platform.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace Gateway.Platform.Errors;

/// <summary>What a 415 says: the content types that its path takes.</summary>
internal static class TakenTypes
{
    public static ProblemResult Problem(HttpContext context) =>
        new(ErrorCode.UnsupportedMediaType, Detail(context.GetEndpoint()) ?? Detail(Meant(context)));

    private static string? Detail(Endpoint? route)
    {
        var others = route?.Metadata.GetOrderedMetadata<OtherNames>()
            .SelectMany(static other => other.ContentTypes) ?? [];
        var types = route?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Except(others).ToList();
        return types switch
        {
            null or [] => null,
            [var only] => $"Send the body as Content-Type: {only}.",
            _ => $"Say in Content-Type what the body is: {string.Join(", ", types[..^1])} or {types[^1]}.",
        };
    }

    /// <summary>Routing puts an endpoint of its own in the place of one that does not take the type.</summary>
    private static RouteEndpoint? Meant(HttpContext context) => context.RequestServices
        .GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .FirstOrDefault(route =>
            route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(context.Request.Method) == true
            && route.Metadata.GetMetadata<IAcceptsMetadata>() is not null
            && new TemplateMatcher(new RouteTemplate(route.RoutePattern), [])
                .TryMatch(context.Request.Path, []));
}
