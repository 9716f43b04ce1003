using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Platform.Bodies;
using Gateway.Platform.Numbers;

namespace Gateway.Platform;

/// <summary>The one place that says how people's numbers and names look to those who may not see them: logs, and keys without <c>messages:read-pii</c>.</summary>
internal static class Mask
{
    /// <summary>A claim of callers who may see whole numbers and names.</summary>
    public const string Lifted = "messages:read-pii";

    private const string Gap = "****";
    private const int Head = 3;
    private const int Tail = 4;

    /// <summary>A name of one letter would be found in every text.</summary>
    private const int ShortestName = 2;

    /// <summary>True when this caller sees no whole number: also of those who have shown no key.</summary>
    public static bool IsFor(ClaimsPrincipal caller) => !caller.HasClaim(Lifted, Lifted);

    /// <summary>A field that holds a number: <c>010****1234</c>; nothing of one that is too short to have a middle.</summary>
    public static string Number(string number)
    {
        if (number.Length <= Head + Tail)
        {
            return Gap;
        }

        var head = char.IsHighSurrogate(number[Head - 1]) ? Head - 1 : Head;
        var tail = char.IsLowSurrogate(number[^Tail]) ? Tail - 1 : Tail;
        return $"{number[..head]}{Gap}{number[^tail..]}";
    }

    /// <summary>A text in which each phone number loses its middle, and a name, where it is known, all but its first letter.</summary>
    public static string Text(string text, string? name = null)
    {
        var named = name?.Trim() is { Length: >= ShortestName } known ? text.Replace(known, Name(known), StringComparison.Ordinal) : text;
        if (NumberFinder.Next(named, 0) is not { } found)
        {
            return named;
        }

        var masked = new StringBuilder(named.Length);
        var end = 0;
        for ((int Start, int End)? next = found; next is { } number; next = NumberFinder.Next(named, end))
        {
            masked.Append(named, end, number.Start - end).Append(Number(named[number.Start..number.End]));
            end = number.End;
        }

        return masked.Append(named, end, named.Length - end).ToString();
    }

    /// <summary>
    /// A URL, or a text that may hold one: what is percent-encoded is looked at as what it means, and shown so when it
    /// holds a number. Each part between two numbers is looked at alone: the last digits of one, which stay, are no
    /// part of the next.
    /// </summary>
    public static string Url(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return Text(text);
        }

        var masked = new StringBuilder(text.Length);
        var end = 0;
        for (var next = NumberFinder.Next(text, 0); next is { } number; next = NumberFinder.Next(text, end))
        {
            masked.Append(Meant(text[end..number.Start])).Append(Number(text[number.Start..number.End]));
            end = number.End;
        }

        return masked.Append(Meant(text[end..])).ToString();

        static string Meant(string part) =>
            Uri.UnescapeDataString(part) is var meant && HasNumber(meant) ? Text(meant) : part;
    }

    /// <summary>A JSON pointer (RFC 6901): names of fields are looked at as what they mean. <c>~0</c> is an escape, and no digit of a number behind it.</summary>
    public static string Pointer(string pointer) => string.Join('/', pointer.Split('/').Select(static part =>
    {
        var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        return Url(name) is var masked && masked == name ? part : JsonPointer.Escape(masked);
    }));

    public static bool HasNumber(string text) => NumberFinder.Next(text, 0) is not null;

    /// <summary>A person's name: its first letter.</summary>
    public static string Name(string name) => name.Length == 0 ? name : StringInfo.GetNextTextElement(name) + "**";

    /// <summary>Words by their names, both without numbers. Two names that look the same afterwards stay two.</summary>
    public static IReadOnlyDictionary<string, string> Entries(IReadOnlyDictionary<string, string> entries, string? name = null)
    {
        var masked = new Dictionary<string, string>(entries.Count, StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            var shown = Text(key, name);
            for (var twin = 2; !masked.TryAdd(shown, Text(value, name)); twin++)
            {
                shown = string.Create(CultureInfo.InvariantCulture, $"{Text(key, name)} ({twin})");
            }
        }

        return masked;
    }

    /// <summary>JSON in which every text and every name of a member has lost its numbers. What is escaped is looked at as what it means.</summary>
    public static JsonNode? Json(string json) => Json(JsonNode.Parse(json));

    private static JsonNode? Json(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(Entries(members)),
        JsonArray items => new JsonArray([.. items.Select(Json)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Text(text)),
        null => null,
        _ => node.DeepClone(),
    };

    private static Dictionary<string, JsonNode?> Entries(JsonObject members)
    {
        var masked = new Dictionary<string, JsonNode?>(members.Count, StringComparer.Ordinal);
        foreach (var (key, value) in members)
        {
            var shown = Text(key);
            for (var twin = 2; !masked.TryAdd(shown, Json(value)); twin++)
            {
                shown = string.Create(CultureInfo.InvariantCulture, $"{Text(key)} ({twin})");
            }
        }

        return masked;
    }
}
