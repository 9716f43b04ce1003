using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>The headers of answers: each is described once, and answers name those that they carry.</summary>
internal sealed class AnswerHeaders : IDocumentFilter
{
    private static readonly OpenApiSchema Text = new() { Type = JsonSchemaType.String };
    private static readonly OpenApiSchema Number = new() { Type = JsonSchemaType.Integer, Minimum = "0" };

    private static readonly (string Name, string Description, OpenApiSchema Schema)[] All =
    [
        (RequestId.Header, "The caller's own X-Request-Id, or the gateway's. Name it when you ask for help.", Text),
        (HeaderNames.RetryAfter, "Seconds after which the request may succeed.", Number),
        (IdempotencyKey.ReplayedHeader, "`true`: the request was carried out before, and this is its first answer.",
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true"] }),
        ("RateLimit-Limit", "Requests that the key may make in a second; absent where there is no limit.", Number),
        ("RateLimit-Remaining", "Requests that the key has left at this moment.", Number),
        ("RateLimit-Reset", "Seconds until the key has more.", Number),
        (HeaderNames.ContentDisposition, "The name of the file.", Text),
        (HeaderNames.WWWAuthenticate, "`Bearer`.", Text),
    ];

    private static readonly string[] OfRates = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var headers = (swaggerDoc.Components ??= new()).Headers ??= new Dictionary<string, IOpenApiHeader>();
        foreach (var (name, description, schema) in All)
        {
            headers[name] = new OpenApiHeader { Description = description, Schema = schema };
        }
    }

    /// <summary>Those of one answer.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="operation">Whose answer it is.</param>
    /// <param name="hasKey">The operation needs a key.</param>
    /// <param name="isFile">It is a file.</param>
    public static Dictionary<string, IOpenApiHeader> Of(
        string status, OpenApiOperation operation, bool hasKey, bool isFile)
    {
        var names = new List<string> { RequestId.Header };
        var isSuccess = status[0] == '2' || status == DescribeAnswers.Other;
        if (isSuccess && operation.Parameters?.Any(parameter => parameter.Name == IdempotencyKey.Header) == true)
        {
            names.Add(IdempotencyKey.ReplayedHeader);
        }

        if (hasKey && (isSuccess || status == "429"))
        {
            names.AddRange(OfRates);
        }

        names.AddRange(status switch
        {
            "401" => [HeaderNames.WWWAuthenticate],
            "409" or "429" or "503" => [HeaderNames.RetryAfter],
            _ => isSuccess && isFile ? [HeaderNames.ContentDisposition] : Array.Empty<string>(),
        });
        return names.ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name));
    }
}
