using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gateway.Platform.Bodies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>
/// The fields of an object: which may be null, which are always there, and which hold words of a closed set. Of an
/// answer every field is there that no <c>JsonIgnore</c> leaves out; of a request those that are marked as required.
/// </summary>
internal sealed class DescribeFields(OpenApiSchema schema, SchemaFilterContext context)
{
    private readonly NullabilityInfoContext _nulls = new();

    private readonly bool _isRequest = context.Type.Name.EndsWith("Request", StringComparison.Ordinal)
        || context.Type.IsDefined(typeof(ReadFromBodiesAttribute), inherit: false);

    public void Apply()
    {
        var required = new SortedSet<string>(schema.Required ?? new HashSet<string>(), StringComparer.Ordinal);
        foreach (var property in context.Type.GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (schema.Properties?.TryGetValue(name, out var field) != true || field is null)
            {
                continue;
            }

            var ignored = property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition;
            var isLeftOut = ignored is JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault;
            var isRequired = property.IsDefined(typeof(RequiredAttribute));
            var nulls = _nulls.Create(property);
            schema.Properties[name] = OrNull(
                Worded(field, property), nulls, IsNull(nulls) && !isRequired && !isLeftOut);
            if (_isRequest ? isRequired : !isLeftOut)
            {
                required.Add(name);
            }
        }

        schema.Required = required.Count > 0 ? required : null;
    }

    private static bool IsNull(NullabilityInfo nulls) => nulls.ReadState == NullabilityState.Nullable;

    /// <summary>With its closed set, or with the defaults that it takes.</summary>
    private IOpenApiSchema Worded(IOpenApiSchema field, PropertyInfo property)
    {
        if (property.GetCustomAttribute<DefaultsOfAttribute>() is { } defaults)
        {
            return DefaultsOf(field, defaults);
        }

        if (property.GetCustomAttribute<WordsAttribute>() is not { } closed)
        {
            return field;
        }

        var words = WordsOf(closed);
        if (field is OpenApiSchema { Items: not null } list)
        {
            list.Items = words;
            return list;
        }

        words.Description = field.Description;
        return words;
    }

    private IOpenApiSchema WordsOf(WordsAttribute closed)
    {
        if (closed.Enum is { } type)
        {
            return context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
        }

        var words = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. closed.Words().Select(word => JsonValue.Create(word))],
        };
        return closed.As is not { } name ? words
            : context.SchemaRepository.Schemas.ContainsKey(name) ? new OpenApiSchemaReference(name)
            : context.SchemaRepository.AddDefinition(name, words);
    }

    private IOpenApiSchema DefaultsOf(IOpenApiSchema field, DefaultsOfAttribute defaults)
    {
        var schemas = context.SchemaRepository.Schemas;
        if (!schemas.ContainsKey(defaults.Name)
            && field is OpenApiSchemaReference { Reference.Id: { } id } && schemas[id] is OpenApiSchema whole)
        {
            var part = (OpenApiSchema)whole.CreateShallowCopy();
            part.Description = "Fields for every message that leaves them out.";
            part.Required = null;
            part.Properties = whole.Properties!.Where(known => known.Key != defaults.Without).ToDictionary();
            context.SchemaRepository.AddDefinition(defaults.Name, part);
        }

        return new OpenApiSchemaReference(defaults.Name) { Description = field.Description };
    }

    private static IOpenApiSchema OrNull(IOpenApiSchema field, NullabilityInfo nulls, bool canBeNull)
    {
        if (field is OpenApiSchema plain)
        {
            plain.Type = canBeNull ? plain.Type | JsonSchemaType.Null : plain.Type & ~JsonSchemaType.Null;
            if (plain.Items is { } items && Element(nulls) is { } element)
            {
                plain.Items = OrNull(items, element, IsNull(element));
            }

            if (plain.AdditionalProperties is { } values && nulls.GenericTypeArguments is [_, var value])
            {
                plain.AdditionalProperties = OrNull(values, value, IsNull(value));
            }

            return plain;
        }

        if (!canBeNull || field is not OpenApiSchemaReference { Reference.Id: { } id })
        {
            return field;
        }

        return new OpenApiSchema
        {
            Description = field.Description,
            OneOf = [new OpenApiSchemaReference(id), new OpenApiSchema { Type = JsonSchemaType.Null }],
        };
    }

    private static NullabilityInfo? Element(NullabilityInfo nulls) =>
        nulls.ElementType ?? (nulls.GenericTypeArguments is [var only] ? only : null);
}
