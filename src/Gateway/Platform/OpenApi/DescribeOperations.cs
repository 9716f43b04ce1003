using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>Adds to each operation what its route knows: examples, the needed scope, the idempotency key, and the texts of problem answers.</summary>
internal sealed class DescribeOperations : IOperationFilter
{
    public const string SecurityScheme = "key";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        foreach (var other in metadata.OfType<OtherBody>())
        {
            if (operation.RequestBody?.Content?.TryGetValue(other.ContentType, out var known) == true && known is OpenApiMediaType body)
            {
                body.Schema = other.Type is { } type
                    ? context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository)
                    : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }
        }

        foreach (var example in metadata.OfType<Example>())
        {
            Add(operation, example);
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            var codes = ErrorCode.All.Where(code => code.Status.ToString(CultureInfo.InvariantCulture) == status).ToList();
            if (codes.Count > 0 && response.Content?.ContainsKey(ProblemResult.ContentType) == true)
            {
                response.Description = string.Join(" ", codes.Select(code => $"`{code.Code}`: {code.Title}"));
            }
        }

        if (metadata.OfType<AuthorizeAttribute>().LastOrDefault()?.Policy is { } scope)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, context.Document)] = [] }];
            var live = context.ApiDescription.HttpMethod is "GET" || metadata.OfType<ForTestKeys>().Any() ? "" : " Not with a test key: 403 `test_key`.";
            operation.Description = $"{operation.Description}\n\nNeeds the scope `{scope}`.{live}".Trim();
        }

        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            Describe(operation.Parameters?.OfType<OpenApiParameter>().Single(known => known.Name == parameter.Name), parameter);
        }

        foreach (var header in metadata.OfType<RequestHeader>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = header.MaxLength },
            });
        }
    }

    private static void Describe(OpenApiParameter? described, QueryParameter parameter)
    {
        if (described is null)
        {
            return;
        }

        described.Description = parameter.Description ?? described.Description;
        var word = new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Words is { } words ? [.. words.Select(known => JsonValue.Create(known))] : null };
        if (!parameter.Many)
        {
            described.Schema = word;
            return;
        }

        (described.Style, described.Explode) = (ParameterStyle.Form, false);
        described.Schema = new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, Items = word };
    }

    private static void Add(OpenApiOperation operation, Example example)
    {
        var content = example.Status is { } status
            ? operation.Responses?.GetValueOrDefault(status.ToString(CultureInfo.InvariantCulture))?.Content
            : operation.RequestBody?.Content;
        foreach (var type in content?.Where(known => Fits(example, known.Key)).Select(known => known.Value).OfType<OpenApiMediaType>() ?? [])
        {
            if (example.ContentType is not null)
            {
                type.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }

            (type.Examples ??= new Dictionary<string, IOpenApiExample>())[example.Name] = new OpenApiExample
            {
                Summary = example.Summary,
                Value = example.ContentType is null ? JsonNode.Parse(example.Json) : JsonValue.Create(example.Json),
            };
        }
    }

    /// <summary>Lines of JSON are no JSON.</summary>
    private static bool Fits(Example example, string contentType) =>
        example.ContentType is { } wanted ? contentType == wanted : contentType.EndsWith("json", StringComparison.Ordinal) && !contentType.EndsWith("ndjson", StringComparison.Ordinal);
}

/// <summary>Metadata of a route: a header that it reads.</summary>
internal sealed record RequestHeader(string Name, string Description, int MaxLength);

/// <summary>
/// Metadata of a route: a body of one content type that is another one than the rest; bytes without a type.
/// </summary>
internal sealed record OtherBody(string ContentType, Type? Type);
