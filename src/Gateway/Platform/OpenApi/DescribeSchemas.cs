using System.Reflection;
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
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema concrete)
        {
            return;
        }

        if (context.MemberInfo?.GetCustomAttribute<WordsAttribute>() is { } closed)
        {
            var words = concrete.Items as OpenApiSchema ?? concrete;
            words.Enum = [.. closed.Words().Select(word => JsonValue.Create(word))];
        }

        if (context.Type.GetCustomAttribute<OneOrManyAttribute>() is { } oneOrMany)
        {
            var element = context.SchemaGenerator.GenerateSchema(oneOrMany.Element, context.SchemaRepository);
            var phone = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A phone number." };
            concrete.Type = null;
            concrete.Properties = null;
            concrete.AdditionalPropertiesAllowed = true;
            concrete.OneOf =
            [
                phone,
                element,
                new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = 1000, Items = new OpenApiSchema { OneOf = [phone, element] } },
            ];
            return;
        }

        if (context.Type == typeof(VendorProtocol))
        {
            concrete.Type = JsonSchemaType.String;
            concrete.Properties = null;
            concrete.AdditionalPropertiesAllowed = true;
            concrete.Enum = [.. ProtocolWords.All.Words.Select(word => JsonValue.Create(word))];
            return;
        }

        // A field that the compiler requires is always written.
        foreach (var property in context.Type.GetProperties().Where(property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))))
        {
            var name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            if (concrete.Properties?.ContainsKey(name) == true)
            {
                (concrete.Required ??= new HashSet<string>()).Add(name);
            }
        }
    }
}
