namespace Gateway.Platform.OpenApi;

/// <summary>
/// Marks a field that takes another request's fields as defaults: one of them never, and none of them must be there.
/// </summary>
/// <param name="name">The name of the type in the document.</param>
/// <param name="without">The field that it does not take.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DefaultsOfAttribute(string name, string without) : Attribute
{
    public string Name { get; } = name;

    public string Without { get; } = without;
}
