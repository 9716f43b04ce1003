using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Bodies;

/// <summary>Marks a type that is read from one element or from an array of them.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OneOrManyAttribute(Type element) : Attribute
{
    /// <summary>The type of an element that is an object; a string is taken as well.</summary>
    public Type Element { get; } = element;
}

/// <summary>Walks a parsed body along the type that it should have, and lists everything that does not fit.</summary>
internal sealed class BodyFaults
{
    /// <summary>A body with a fault in each of a million elements needs no list of a million.</summary>
    private const int MaxFaults = 100;

    /// <summary>Looking an attribute up takes longer than all else that is done with an element.</summary>
    private static readonly ConcurrentDictionary<Type, OneOrManyAttribute?> Marks = new();

    private readonly List<Fault> _faults = [];

    /// <summary>
    /// True when there are as many faults as are told: the rest of the body is not looked at, so a body of nothing but
    /// faults is refused at the cost of its first ones.
    /// </summary>
    public bool IsFull => _faults.Count >= MaxFaults;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>
    /// Answers the body without its faulty members, so that the rest can be checked too; null when nothing is left.
    /// </summary>
    public JsonNode? Check(JsonElement root, JsonTypeInfo type) => Walk(root, type, "");

    private JsonNode? Walk(JsonElement element, JsonTypeInfo type, string pointer)
    {
        if (IsFull || (element.ValueKind == JsonValueKind.Null && pointer.Length > 0))
        {
            return null;
        }

        if (Marks.GetOrAdd(type.Type, static known => known.GetCustomAttribute<OneOrManyAttribute>()) is { } oneOrMany)
        {
            return OneOrMany(element, type.Options.GetTypeInfo(oneOrMany.Element), pointer);
        }

        return type.Kind switch
        {
            JsonTypeInfoKind.Object => Object(element, type, pointer),
            JsonTypeInfoKind.Enumerable => Array(element, type.Options.GetTypeInfo(type.ElementType!), pointer),
            JsonTypeInfoKind.Dictionary => Dictionary(element, type.Options.GetTypeInfo(type.ElementType!), pointer),
            JsonTypeInfoKind.None => Scalar(element, type, pointer),
            _ => Scalar(element, type, pointer),
        };
    }

    /// <summary>
    /// A faulty element leaves an empty one in its place, so that the pointers of those after it stay right.
    /// </summary>
    private static JsonNode? Empty(JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.Object ? new JsonObject() : type.Type == typeof(string) ? JsonValue.Create("") : type.Type == typeof(Guid) ? JsonValue.Create(Guid.Empty) : null;

    private JsonNode? OneOrMany(JsonElement element, JsonTypeInfo type, string pointer) => element.ValueKind switch
    {
        JsonValueKind.String => JsonValue.Create(element),
        JsonValueKind.Object => Object(element, type, pointer),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().TakeWhile(_ => !IsFull).Select((item, index) => item.ValueKind == JsonValueKind.String
            ? JsonValue.Create(item)
            : Object(item, type, At(pointer, index)) ?? Empty(type))]),
        _ => Fail(pointer, "invalid_type", "Must be a string, an object or an array of them."),
    };

    private JsonNode? Object(JsonElement element, JsonTypeInfo type, string pointer)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Fail(pointer, "invalid_type", "Must be an object.");
        }

        var result = new JsonObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject().TakeWhile(_ => !IsFull))
        {
            var at = $"{pointer}/{JsonPointer.Escape(member.Name)}";
            if (!seen.Add(member.Name))
            {
                Fail(at, "duplicate_field", "Stands more than once.");
            }
            else if (type.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } property)
            {
                Fail(at, "unknown_field", "Unknown field." + NearName.Hint(member.Name, type.Properties.Select(known => known.Name)));
            }
            else if (Member(member.Value, property, at) is { } value)
            {
                result[member.Name] = value;
            }
        }

        return result;
    }

    /// <summary>Where only some words are taken, a number or null in their place is told the words too.</summary>
    private JsonNode? Member(JsonElement element, JsonPropertyInfo property, string pointer)
    {
        var before = _faults.Count;
        var value = Walk(element, property.Options.GetTypeInfo(property.PropertyType), pointer);
        if (property.AttributeProvider?.GetCustomAttributes(typeof(WordsAttribute), inherit: true) is [WordsAttribute closed])
        {
            for (var i = before; i < _faults.Count; i++)
            {
                var isWord = property.PropertyType == typeof(string) || _faults[i].Pointer != pointer;
                _faults[i] = isWord ? _faults[i] with { Detail = ClosedSet.Expected(closed.Words()) } : _faults[i];
            }
        }

        return value;
    }

    private JsonNode? Array(JsonElement element, JsonTypeInfo type, string pointer)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return Fail(pointer, "invalid_type", "Must be an array.");
        }

        return new JsonArray([.. element.EnumerateArray().TakeWhile(_ => !IsFull).Select((item, index) => (item.ValueKind == JsonValueKind.Null
            ? Fail(At(pointer, index), "invalid_type", type.Type.IsEnum ? Expected(type.Type) : "Must not be null.")
            : Walk(item, type, At(pointer, index))) ?? Empty(type)).Where(item => item is not null)]);
    }

    private JsonNode? Dictionary(JsonElement element, JsonTypeInfo type, string pointer)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Fail(pointer, "invalid_type", "Must be an object.");
        }

        var result = new JsonObject();
        foreach (var member in element.EnumerateObject().TakeWhile(_ => !IsFull))
        {
            var at = $"{pointer}/{JsonPointer.Escape(member.Name)}";
            if (result.ContainsKey(member.Name))
            {
                Fail(at, "duplicate_field", "Stands more than once.");
            }
            else
            {
                result[member.Name] = Walk(member.Value, type, at);
            }
        }

        return result;
    }

    private JsonNode? Scalar(JsonElement element, JsonTypeInfo type, string pointer)
    {
        try
        {
            element.Deserialize(type);
            return JsonValue.Create(element);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return Fail(pointer, "invalid_type", Expected(type.Type));
        }
    }

    private JsonNode? Fail(string pointer, string code, string detail)
    {
        if (_faults.Count < MaxFaults)
        {
            _faults.Add(new Fault(pointer, code, detail));
        }

        return null;
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? ClosedSet.Expected(ClosedSet.WordsOf(type))
            : type == typeof(string) ? "Must be a string of valid Unicode."
            : type == typeof(bool) ? "Must be true or false."
            : type == typeof(int) || type == typeof(long) ? "Must be a whole number."
            : type == typeof(DateTimeOffset) ? "Must be a time with an offset, like 2026-01-31T09:00:00+09:00."
            : type == typeof(Guid) ? "Must be an id in its hyphenated form."
            : "Has the wrong type.";
    }

    private static string At(string pointer, int index) => $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}";
}
