namespace Gateway.Platform.OpenApi;

/// <summary>
/// Metadata of a route that changes something: test keys may call it too, because it changes nothing that live traffic
/// sees. Every other change is refused to them; a new route is so until somebody has thought about it.
/// </summary>
internal sealed record ForTestKeys
{
    public static ForTestKeys Too { get; } = new();
}
