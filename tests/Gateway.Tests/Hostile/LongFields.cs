using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Bombs made from the document: each field of each JSON body, as long as a body of the size can hold it, in an example
/// that is right otherwise; unknown fields; and nothing but brackets.
/// </summary>
internal sealed class LongFields(JsonNode document, ApiRoute route, ApiBody body)
{
    private const int Deepest = 4;

    /// <summary>Fields inside of fields are tried in bodies up to this size; they are many, and cost what the others do.</summary>
    private const int LargestWithInner = 2 * 1024 * 1024;

    private const string Unknown = "unknown fields";

    private const string Place = "@@";

    /// <summary>Bodies of <paramref name="size"/> bytes, or a little less.</summary>
    public IEnumerable<Bomb> Of(int size)
    {
        yield return Made(size, "brackets", new string('[', size));
        foreach (var (path, schema) in Fields(body.Schema, [], size > LargestWithInner ? 1 : Deepest))
        {
            var frame = Frame(path);
            if (Longest(schema, size - frame.Length) is { } value)
            {
                yield return Made(size, string.Join('/', path), frame.Replace($"\"{Place}\"", value, StringComparison.Ordinal));
            }
        }
    }

    private Bomb Made(int size, string what, string text) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes, nearly all of them {what}"), Bomb.RouteOf(route, body.ContentType), () => Encoding.UTF8.GetBytes(text));

    /// <summary>Every field by its path, and a place for unknown ones in each object.</summary>
    private IEnumerable<(IReadOnlyList<string> Path, JsonNode? Schema)> Fields(JsonNode? schema, IReadOnlyList<string> path, int deepest)
    {
        var known = Resolved(schema);
        if (known?["items"] is { } item && Resolved(item)?["properties"] is not null)
        {
            known = Resolved(item);
            path = [.. path, "-"];
        }

        if (known?["properties"] is not JsonObject properties)
        {
            yield break;
        }

        yield return ([.. path, Unknown], null);
        foreach (var (name, field) in properties)
        {
            yield return ([.. path, name], field);
            foreach (var inner in path.Count + 1 < deepest ? Fields(field, [.. path, name], deepest) : [])
            {
                yield return inner;
            }
        }
    }

    /// <summary>The example with a mark where the field's value belongs. A dash in the path is the only entry of an array.</summary>
    private string Frame(IReadOnlyList<string> path)
    {
        JsonNode around = body.Examples.Count > 0 ? body.Examples[0].DeepClone() : new JsonObject();
        var at = around;
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (path[i] != "-")
            {
                at = at![path[i]] = i + 1 < path.Count - 1 && path[i + 1] == "-" ? new JsonArray(new JsonObject()) : new JsonObject();
                at = at is JsonArray list ? list[0]! : at;
            }
        }

        at[path[^1] == Unknown ? "x" : path[^1]] = Place;
        return around.ToJsonString();
    }

    /// <summary>The longest value of the field's type that fits; null for an object, whose fields come by themselves.</summary>
    private string? Longest(JsonNode? field, int room)
    {
        var schema = Resolved(field);
        return schema is null ? "0," + Entries(room, i => $"\"x{i}\":0")
            : schema["oneOf"] is not null ? $"[{Entries(room, _ => "\"\"")}]"
            : schema["properties"] is not null ? null
            : (string?)schema["type"] switch
            {
                "array" => $"[{Entries(room, _ => Resolved(schema["items"])?["properties"] is null ? "\"\"" : "{}")}]",
                "object" => $"{{{Entries(room, i => $"\"{i}\":\"\"")}}}",
                "string" => $"\"{new string('가', (room / 3) - 1)}\"",
                _ => new string('9', room - 2),
            };
    }

    /// <summary>As many parts as fit, with commas between them.</summary>
    private static string Entries(int room, Func<int, string> part)
    {
        var text = new StringBuilder(room);
        for (var i = 0; ; i++)
        {
            var next = part(i);
            if (text.Length + next.Length + 4 > room)
            {
                return text.ToString();
            }

            text.Append(i > 0 ? "," : "").Append(next);
        }
    }

    private JsonNode? Resolved(JsonNode? schema) =>
        (string?)schema?["$ref"] is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]]
        : schema?["allOf"] is JsonArray { Count: 1 } one ? Resolved(one[0])
        : schema;
}
