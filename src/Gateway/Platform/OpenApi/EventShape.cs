namespace Gateway.Platform.OpenApi;

/// <summary>What an event carries, for the document. Each room tells it of the events that it makes.</summary>
/// <param name="Type">The event's name.</param>
/// <param name="Data">The type of its <c>data</c>.</param>
/// <param name="Text">When it happens.</param>
internal sealed record EventShape(string Type, Type Data, string Text);

internal static class EventShapes
{
    public static IServiceCollection AddEvent<T>(this IServiceCollection services, string type, string text) =>
        services.AddSingleton(new EventShape(type, typeof(T), text));
}
