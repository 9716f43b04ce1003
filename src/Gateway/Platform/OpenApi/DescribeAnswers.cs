using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>The answers of each operation: its problems with their codes, the headers, and files as what they are.</summary>
internal sealed class DescribeAnswers : IOperationFilter
{
    /// <summary>The codes of a problem answer, for programs.</summary>
    public const string Codes = "x-problem-codes";

    /// <summary>An uploaded file has the type of its content; a route cannot declare it so.</summary>
    private const string AnyType = "*/*";

    /// <summary>
    /// Where the 200 of a dry run stands, beside the 202 that everybody expects: generators of clients take the success
    /// with the lowest number as the only one.
    /// </summary>
    public const string Other = "default";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var answers = operation.Responses ??= [];
        var problems = RouteProblems.Of(metadata, context.ApiDescription.HttpMethod).GroupBy(code => code.Status);
        foreach (var same in problems)
        {
            answers[same.Key.ToString(CultureInfo.InvariantCulture)] = Problem([.. same], context);
        }

        if (answers.ContainsKey("202") && answers.Remove("200", out var dry))
        {
            answers[Other] = dry;
            dry.Description = "200, with `dryRun=true`: what would happen. Nothing is stored.";
        }

        var hasKey = metadata.OfType<AuthorizeAttribute>().Any();
        foreach (var (status, answer) in answers.OrderBy(known => known.Key, StringComparer.Ordinal).ToList())
        {
            answers.Remove(status);
            answers.Add(status, answer);
            if (answer is OpenApiResponse plain)
            {
                var isFile = DescribeFiles(plain);
                plain.Headers = AnswerHeaders.Of(status, operation, hasKey, isFile);
            }
        }
    }

    private static OpenApiResponse Problem(List<ErrorCode> codes, OperationFilterContext context) => new()
    {
        Description = string.Join(" ", codes.Select(code => $"`{code.Code}`: {code.Title}")),
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            [ProblemResult.ContentType] = new OpenApiMediaType
            {
                Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository),
            },
        },
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            [Codes] = new JsonNodeExtension(
                new JsonArray([.. codes.Select(code => (JsonNode)JsonValue.Create(code.Code))])),
        },
    };

    /// <summary>What is no JSON is a text or bytes, and no object. True: it is a file.</summary>
    private static bool DescribeFiles(OpenApiResponse answer)
    {
        if (answer.Content?.Remove("application/octet-stream", out var file) == true)
        {
            answer.Content[AnyType] = file;
        }

        foreach (var (type, content) in answer.Content ?? new Dictionary<string, IOpenApiMediaType>())
        {
            if (content is OpenApiMediaType plain && type.StartsWith("text/", StringComparison.Ordinal))
            {
                plain.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
        }

        return answer.Content?.Keys.Any(type => type is "text/csv" or AnyType or "image/tiff") == true;
    }
}
