using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gateway.Platform.OpenApi;

/// <summary>
/// The problems that a route can answer: those of its kind (with a key, with a body, with an idempotency key), and its
/// own. A test holds every answer of every test against them.
/// </summary>
internal static class RouteProblems
{
    /// <summary>In the order of all codes.</summary>
    public static IReadOnlyList<ErrorCode> Of(IList<object> metadata, string? method)
    {
        if (!metadata.OfType<AuthorizeAttribute>().Any())
        {
            return [];
        }

        var declared = metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode).ToHashSet();
        var found = metadata.OfType<OwnProblems>().SelectMany(own => own.Codes).ToHashSet();
        found.UnionWith(OfKey(metadata, method));
        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            found.UnionWith(OfBody(declared));
        }

        if (metadata.OfType<RequestHeader>().Any(header => header.Name == IdempotencyKey.Header))
        {
            found.UnionWith(OfIdempotencyKey);
        }

        if (declared.Contains(StatusCodes.Status404NotFound))
        {
            found.Add(ErrorCode.NotFound);
        }

        return [.. ErrorCode.All.Where(found.Contains)];
    }

    private static readonly ErrorCode[] OfIdempotencyKey =
    [
        ErrorCode.IdempotencyKeyInUse, ErrorCode.AnswerLost, ErrorCode.IdempotencyKeyReused, ErrorCode.Overloaded,
    ];

    /// <summary>The query of every route is checked, also where it takes none.</summary>
    private static IEnumerable<ErrorCode> OfKey(IList<object> metadata, string? method)
    {
        ErrorCode[] always =
        [
            ErrorCode.InvalidRequest, ErrorCode.Unauthorized, ErrorCode.Forbidden, ErrorCode.AddressNotAllowed,
            ErrorCode.RateLimited, ErrorCode.Internal, ErrorCode.StorageUnavailable,
        ];
        return method == HttpMethods.Get || metadata.OfType<ForTestKeys>().Any() ? always : [.. always, ErrorCode.TestKey];
    }

    private static IEnumerable<ErrorCode> OfBody(HashSet<int> declared)
    {
        ErrorCode[] always =
        [
            ErrorCode.MalformedBody, ErrorCode.RequestTimeout, ErrorCode.BodyTooLarge, ErrorCode.UnsupportedMediaType,
            ErrorCode.Overloaded,
        ];
        return declared.Contains(StatusCodes.Status422UnprocessableEntity) ? [.. always, ErrorCode.InvalidMessage] : always;
    }
}
