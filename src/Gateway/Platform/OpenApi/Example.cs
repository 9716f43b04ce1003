namespace Gateway.Platform.OpenApi;

/// <summary>Metadata of a route: a request body or an answer that really works, shown in Swagger UI.</summary>
/// <param name="Name">Short and unique within the route.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Json">The body; not JSON when there is a content type.</param>
/// <param name="Status">The answer's status; null for a request body.</param>
/// <param name="ContentType">Of a body that is no JSON.</param>
internal sealed record Example(
    string Name,
    string Summary,
    string Json,
    int? Status = null,
    string? ContentType = null);
