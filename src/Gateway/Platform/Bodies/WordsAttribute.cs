using System.Reflection;

namespace Gateway.Platform.Bodies;

/// <summary>
/// Marks a text, or a list of texts, that holds words of a closed set, so that the document names them. The set is
/// checked by the request's own rules.
/// </summary>
/// <param name="owner">An enum, or the class in which the set stands.</param>
/// <param name="set">The static property of <paramref name="owner"/> with the set; absent for an enum.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute(Type owner, string? set = null) : Attribute
{
    /// <summary>The name of a set that several types share in the document; an enum has its own.</summary>
    public string? As { get; init; }

    /// <summary>The enum; null for a set.</summary>
    public Type? Enum => set is null ? owner : null;

    public IReadOnlyList<string> Words()
    {
        if (set is null)
        {
            return ClosedSet.WordsOf(owner);
        }

        var found = owner.GetProperty(set, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(null)!; // A test looks at every attribute.
        // ClosedSet of anything.
        return (IReadOnlyList<string>)found.GetType().GetProperty(nameof(ClosedSet<>.Words))!.GetValue(found)!;
    }
}
