namespace Gateway.Platform.OpenApi;

/// <summary>
/// The name of a type in the document, where its own would collide in clients with what every language has: a file, a
/// key, an event.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum)]
internal sealed class SchemaNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    public static string Of(Type type) =>
        type.GetCustomAttributes(typeof(SchemaNameAttribute), inherit: false) is [SchemaNameAttribute given] ? given.Name
        : type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^4]
        : type.Name;
}
