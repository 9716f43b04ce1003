using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>Adds to each operation what its route knows: its bodies, examples and the needed scope.</summary>
internal sealed class DescribeOperations : IOperationFilter
{
    public const string SecurityScheme = "key";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        DescribeBodies(operation, metadata, context);
        foreach (var example in metadata.OfType<Example>())
        {
            Add(operation, example);
        }

        if (metadata.OfType<AuthorizeAttribute>().LastOrDefault() is { } needed)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, context.Document)] = [] }];
            var live = context.ApiDescription.HttpMethod is "GET" || metadata.OfType<ForTestKeys>().Any()
                ? ""
                : " Test keys get 403 `test_key`.";
            var scope = needed.Policy is { } policy ? Needs(policy) : "Any key may call this.";
            operation.Description = $"{operation.Description}\n\n{scope}{live}".Trim();
        }
        else
        {
            var key = new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(SecurityScheme, context.Document)] = [],
            };
            operation.Security = metadata.OfType<TakesKey>().Any() ? [[], key] : [];
        }
    }

    /// <summary>A policy is a scope, or a scope and whose key it must be.</summary>
    private static string Needs(string policy) => policy.Split(' ', 2) is [var scope, var whose]
        ? $"Needs `{scope}`, on a key {whose}."
        : $"Needs the scope `{policy}`.";

    private static void DescribeBodies(OpenApiOperation operation, IList<object> metadata, OperationFilterContext context)
    {
        foreach (var name in metadata.OfType<OtherNames>().SelectMany(static other => other.ContentTypes))
        {
            operation.RequestBody?.Content?.Remove(name);
        }

        foreach (var other in metadata.OfType<OtherBody>())
        {
            if (operation.RequestBody?.Content?.TryGetValue(other.ContentType, out var known) == true && known is OpenApiMediaType body)
            {
                body.Schema = other.Type is { } type
                    ? context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository)
                    : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }
        }
    }

    private static void Add(OpenApiOperation operation, Example example)
    {
        var content = example.Status is { } status
            ? AnswerOf(operation, status)?.Content
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

    private static IOpenApiResponse? AnswerOf(OpenApiOperation operation, int status) =>
        operation.Responses?.GetValueOrDefault(status.ToString(CultureInfo.InvariantCulture))
        ?? operation.Responses?.GetValueOrDefault(DescribeAnswers.Other);

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

/// <summary>
/// Metadata of a route: content types that it takes and does not document, because they are other names of one that it
/// does.
/// </summary>
internal sealed record OtherNames(IReadOnlyList<string> ContentTypes);

/// <summary>Metadata of a route: it needs no key, and says more to who shows one.</summary>
internal sealed record TakesKey;
