using System.Text.Json.Nodes;
using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>
/// Schemas as they are read and written: strict objects in requests, one-or-many types, answers whose fields are always
/// there.
/// </summary>
internal sealed class DescribeSchemas : ISchemaFilter
{
    /// <summary>Recipients of one request.</summary>
    private const int Most = 1000;

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema concrete)
        {
            return;
        }

        if (context.Type.IsDefined(typeof(OneOrManyAttribute), inherit: false))
        {
            DescribeOneOrMany(concrete, context);
        }
        else if (context.MemberInfo is not null)
        {
            // Fields are described with the type that has them.
            return;
        }
        else if (context.Type == typeof(VendorProtocol))
        {
            concrete.Type = JsonSchemaType.String;
            concrete.Properties = null;
            concrete.AdditionalPropertiesAllowed = true;
            concrete.Enum = [.. ProtocolWords.All.Words.Select(word => JsonValue.Create(word))];
        }
        else if (concrete.Properties is { Count: > 0 })
        {
            new DescribeFields(concrete, context).Apply();
        }
    }

    private static void DescribeOneOrMany(OpenApiSchema schema, SchemaFilterContext context)
    {
        var type = (OneOrManyAttribute)context.Type.GetCustomAttributes(typeof(OneOrManyAttribute), inherit: false)[0];
        var element = context.SchemaGenerator.GenerateSchema(type.Element, context.SchemaRepository);
        var phone = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A phone number." };
        schema.Type = null;

        // The array first: there are generators that know the first alone.
        schema.OneOf =
        [
            new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                MinItems = 1,
                MaxItems = Most,
                Items = new OpenApiSchema { OneOf = [element, phone] },
            },
            element,
            phone,
        ];
    }
}
