using System.Text.Json.Nodes;

namespace Gateway.Tests.Hostile;

/// <summary>A parameter of a route.</summary>
internal sealed record ApiParameter(string Name, string In, JsonNode? Schema)
{
    /// <summary>The words that it takes; empty for any text.</summary>
    public IReadOnlyList<string> Words { get; } = (string?)Schema?["type"] == "boolean"
        ? ["true", "false"]
        : [.. ((Schema?["enum"] ?? Schema?["items"]?["enum"]) as JsonArray ?? []).Select(word => (string)word!)];
}

/// <summary>A body that a route takes.</summary>
internal sealed record ApiBody(string ContentType, JsonNode? Schema, IReadOnlyList<JsonNode> Examples);

/// <summary>A route as the served document has it: what is documented is attacked, without a list to forget it in.</summary>
internal sealed record ApiRoute(string Method, string Path, IReadOnlyList<ApiParameter> Parameters, IReadOnlyList<ApiBody> Bodies)
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    /// <summary>What ids of its answers belong to: the last word of the path.</summary>
    public string Kind => Path.Split('/').Last(part => part.Length > 0 && part[0] != '{');

    public static IReadOnlyList<ApiRoute> All(JsonNode document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(operation => Methods.Contains(operation.Key)).Select(operation => Of(path.Key, operation.Key, operation.Value!)))];

    /// <summary>The kind of thing that a part of the path names: <c>{id}</c> after <c>messages</c> is one of messages, <c>{keyId}</c> one of keys.</summary>
    public string KindOf(string parameter)
    {
        var parts = Path.Split('/');
        var at = Array.IndexOf(parts, $"{{{parameter}}}");
        return parts[at - 1].StartsWith('{') ? parameter : parts[at - 1];
    }

    private static ApiRoute Of(string path, string method, JsonNode operation) => new(
        method.ToUpperInvariant(),
        path,
        [.. (operation["parameters"] as JsonArray ?? []).Select(parameter => new ApiParameter((string)parameter!["name"]!, (string)parameter["in"]!, parameter["schema"]))],
        [.. (operation["requestBody"]?["content"] as JsonObject ?? []).Select(content => new ApiBody(
            content.Key,
            content.Value!["schema"],
            [.. (content.Value["examples"] as JsonObject ?? []).Select(example => example.Value!["value"]!)]))]);
}
