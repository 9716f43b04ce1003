using Gateway.Messages;
using Gateway.Platform.OpenApi;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Webhooks;

/// <summary>The requests that endpoints get: one for each event, and one for several at once.</summary>
internal sealed class DescribeWebhooks(IEnumerable<EventShape> shapes) : IDocumentFilter
{
    private const int MostEvents = 100;

    private static readonly (string Name, string Text)[] Headers =
    [
        ("webhook-id", "The same for every attempt of one event: handle each once."),
        ("webhook-timestamp", "When it was sent, in seconds since 1970. Refuse what is more than five minutes old."),
        ("webhook-signature", "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, once for each secret."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var known = shapes.ToDictionary(shape => shape.Type);
        var webhooks = swaggerDoc.Webhooks ??= new Dictionary<string, IOpenApiPathItem>();
        foreach (var (_, type) in EventTypes.All)
        {
            var name = DescribeEvents.NameOf(type);
            webhooks[type] = Of($"On{name[..^"Event".Length]}", type, known[type].Text, new OpenApiSchemaReference(name));
        }

        webhooks["batch"] = Of(
            "OnEvents",
            "Several events at once",
            "What an endpoint with `batch: true` gets.",
            new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                MinItems = 1,
                MaxItems = MostEvents,
                Items = new OpenApiSchemaReference(SchemaNameAttribute.Of(typeof(Feed.EventView))),
            });
    }

    private static OpenApiPathItem Of(string operation, string summary, string text, IOpenApiSchema body) => new()
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Post] = new()
            {
                OperationId = operation,
                Summary = summary,
                Description = text,
                Tags = new HashSet<OpenApiTagReference> { new("Webhooks") },
                Security = [],
                Parameters =
                [
                    .. Headers.Select(header => new OpenApiParameter
                    {
                        Name = header.Name,
                        In = ParameterLocation.Header,
                        Required = true,
                        Description = header.Text,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    }),
                ],
                RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, IOpenApiMediaType>
                    {
                        ["application/json"] = new OpenApiMediaType { Schema = body },
                    },
                },
                Responses = new OpenApiResponses
                {
                    ["200"] = new OpenApiResponse { Description = "Taken; every 2xx within 15 s says so." },
                    ["410"] = new OpenApiResponse { Description = "The endpoint wants no more: it is disabled at once." },
                },
            },
        },
    };
}
