using System.Text.Json.Nodes;

namespace Gateway.Tests.Support.Contract;

/// <summary>The served document, for those who walk it: without what only says that a field may be null.</summary>
internal static class ApiDocument
{
    public static async Task<JsonNode> ReadAsync(Api api) => Plain((await api.GetAsync("/openapi.json")).Json)!;

    /// <summary><c>type: [string, null]</c> and <c>oneOf: [X, null]</c> as what they are when they are not null.</summary>
    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Plain)]),
        JsonObject { Count: > 0 } schema when OrNull(schema) is { } only => Plain(only),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member.Key == "type" && member.Value is JsonArray types
                ? types.Select(type => (string)type!).Single(type => type != "null")
                : Plain(member.Value)))),
        _ => node?.DeepClone(),
    };

    private static JsonNode? OrNull(JsonObject schema) =>
        schema["oneOf"] is JsonArray { Count: 2 } choices
        && choices[1] is JsonObject last && last["type"] is JsonValue type && (string)type! == "null"
            ? choices[0]
            : null;
}
