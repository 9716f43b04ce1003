namespace Gateway.Platform.OpenApi;

/// <summary>
/// Marks a type that stands in requests, though its name does not end with Request: its fields may be left out.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadFromBodiesAttribute : Attribute;
