using Gateway.Messages;
using Gateway.Platform.OpenApi;
using Gateway.Webhooks.Feed;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Webhooks;

/// <summary>
/// The schema of an event: one for each type, told apart by the constant <c>type</c>. A discriminator would say no more,
/// and with one NSwag's clients throw the type away. What none of the rooms has described is a fault of the program.
/// </summary>
internal sealed class DescribeEvents(IEnumerable<EventShape> shapes) : ISchemaFilter
{
    /// <summary>The names of all events, as types of their own.</summary>
    public const string Types = "EventType";

    /// <summary>The name of a type's schema: <c>MessageQueuedEvent</c> for <c>message.queued</c>.</summary>
    public static string NameOf(string type) =>
        string.Concat(type.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + "Event";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema concrete || context.Type != typeof(EventView) || context.MemberInfo is not null)
        {
            return;
        }

        var known = shapes.ToDictionary(shape => shape.Type);
        concrete.Type = null;
        concrete.Properties = null;
        concrete.Required = null;
        concrete.AdditionalPropertiesAllowed = true;
        concrete.AnyOf = [];
        foreach (var (_, type) in EventTypes.All)
        {
            var name = NameOf(type);
            context.SchemaRepository.AddDefinition(name, Of(known[type], context));
            concrete.AnyOf.Add(new OpenApiSchemaReference(name));
        }
    }

    private static OpenApiSchema Of(EventShape shape, SchemaFilterContext context) => new()
    {
        Type = JsonSchemaType.Object,
        Description = shape.Text,
        AdditionalPropertiesAllowed = false,
        Required = new SortedSet<string>(StringComparer.Ordinal) { "type", "timestamp", "data" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Its id. Only in the feed: a webhook has it in the header `webhook-id`.",
            },
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = shape.Type },
            ["timestamp"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "date-time",
                Description = "When it happened.",
            },
            ["incomplete"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Boolean,
                Description = "Only there when true: what it is about is damaged, or no longer kept. `data` then has an "
                    + "`id`, and nothing else that is sure.",
            },
            ["data"] = context.SchemaGenerator.GenerateSchema(shape.Data, context.SchemaRepository),
        },
    };
}
