using System.Text.Json.Serialization;

namespace Gateway.Messages;

/// <summary>A letter that the vendor cannot write, and what stands in its place.</summary>
/// <param name="CodePoint">Which, such as <c>U+20A9</c>.</param>
/// <param name="Letter">The letter itself; absent when nobody can see it.</param>
/// <param name="By">What stands there instead; empty: it was left out.</param>
/// <param name="Count">How often in text, subject, fallback and name together.</param>
internal sealed record Replacement(
    string CodePoint,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Letter,
    string By,
    int Count)
{
    /// <summary>Those of several messages together, as many as anybody reads; null when there are none.</summary>
    public static IReadOnlyList<Replacement>? Sum(
        IEnumerable<NewMessage> messages, IReadOnlyList<Replacement>? before = null)
    {
        const int Most = 100;
        return (before ?? []).Concat(messages.SelectMany(message => message.Replacements ?? []))
            .GroupBy(replacement => replacement with { Count = 0 })
            .Take(Most)
            .Select(same => same.Key with { Count = same.Sum(replacement => replacement.Count) })
            .ToList() is { Count: > 0 } sum ? sum : null;
    }
}
