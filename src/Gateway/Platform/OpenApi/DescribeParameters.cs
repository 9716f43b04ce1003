using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Platform.Queries;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>The parameters of each operation: what they do, what they take, and what holds without them.</summary>
internal sealed class DescribeParameters : IOperationFilter
{
    private static readonly string[] YesOrNo = ["true", "false"];

    /// <summary>Those that mean the same wherever they stand; a route's own text goes before.</summary>
    private static readonly Dictionary<string, ParameterText> Common = new ParameterText[]
    {
        new("limit", "How many items a page has at most.")
        {
            Minimum = 1, Maximum = Page.MaxSize, Default = Page.DefaultSize.ToString(CultureInfo.InvariantCulture),
        },
        new("cursor", "Where the page begins: `nextCursor` of the page before. Absent: at the beginning."),
        new("id", "Its id."),
        new("accountId", "The account's id. Others than the key's own need an admin key of the built-in account."),
    }.ToDictionary(text => text.Name);

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var texts = metadata.OfType<ParameterText>().ToDictionary(text => text.Name);
        var words = metadata.OfType<QueryParameter>().ToDictionary(parameter => parameter.Name);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Name is { } name && parameter.In is ParameterLocation.Query or ParameterLocation.Path)
            {
                Describe(parameter, words.GetValueOrDefault(name!), texts.GetValueOrDefault(name!) ?? Common.GetValueOrDefault(name!));
            }
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

    private static void Describe(OpenApiParameter parameter, QueryParameter? words, ParameterText? text)
    {
        var value = words?.Words is { } known ? Of(known)
            : words is not null ? new OpenApiSchema { Type = JsonSchemaType.String }
            : parameter.Schema as OpenApiSchema ?? new OpenApiSchema { Type = JsonSchemaType.String };
        value.Type &= ~JsonSchemaType.Null;
        parameter.Schema = value;
        if (text is not null)
        {
            parameter.Description = text.Text;
            Limit(value, text);
        }

        if (words?.Many == true)
        {
            (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, Items = value };
        }
    }

    private static OpenApiSchema Of(IReadOnlyList<string> words) => words.SequenceEqual(YesOrNo)
        ? new() { Type = JsonSchemaType.Boolean }
        : new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => JsonValue.Create(word))] };

    private static void Limit(OpenApiSchema value, ParameterText text)
    {
        // A handler that tells its own faults takes numbers as texts.
        if (text.Minimum is not null)
        {
            (value.Type, value.Format) = (JsonSchemaType.Integer, "int32");
        }

        value.Format = text.Format ?? value.Format;
        value.Minimum = text.Minimum?.ToString(CultureInfo.InvariantCulture);
        value.Maximum = text.Maximum?.ToString(CultureInfo.InvariantCulture);
        value.MaxLength = text.MaxLength;
        value.Default = text.Default is not { } given ? null
            : value.Type is JsonSchemaType.Integer ? JsonValue.Create(int.Parse(given, CultureInfo.InvariantCulture))
            : value.Type is JsonSchemaType.Boolean ? JsonValue.Create(given == "true")
            : JsonValue.Create(given);
    }
}
