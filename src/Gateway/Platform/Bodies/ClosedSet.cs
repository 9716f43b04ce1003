namespace Gateway.Platform.Bodies;

/// <summary>
/// The words for a value of which there are only a few. This is the one way to read such a value from JSON, CSV, a query, a path or a setting: one whole word, written exactly as the document has
/// it. Lists ("a,b"), numbers, blanks and other case are refused: .NET's own reading of enums takes all of these, and makes values of them that nothing else knows.
/// </summary>
internal sealed class ClosedSet<T>
    where T : notnull
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);

    public ClosedSet(IEnumerable<(string Word, T Value)> words)
    {
        foreach (var (word, value) in words)
        {
            _values.Add(word, value);
        }

        Words = [.. _values.Keys];
        Expected = ClosedSet.Expected(Words);
    }

    /// <summary>The words in their order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>A sentence for faults, with all words.</summary>
    public string Expected { get; }

    /// <summary>False for everything that is not exactly one of the words.</summary>
    public bool TryRead(string? text, out T value)
    {
        value = default!; // Only looked at when the answer is true.
        return text is not null && _values.TryGetValue(text, out value!);
    }

    public bool Has(string? text) => text is not null && _values.ContainsKey(text);
}

/// <summary>Closed sets of enums and of plain words.</summary>
internal static class ClosedSet
{
    /// <summary>The names of an enum in lower case, as documents and answers have them.</summary>
    public static ClosedSet<T> Of<T>()
        where T : struct, Enum => Cache<T>.Set;

    /// <summary>Some values of an enum.</summary>
    public static ClosedSet<T> Of<T>(IEnumerable<T> values)
        where T : struct, Enum => new(values.Select(value => (value.ToString().ToLowerInvariant(), value)));

    /// <summary>Words that are values themselves.</summary>
    public static ClosedSet<string> Of(params IEnumerable<string> words) => new(words.Select(word => (word, word)));

    /// <summary>The value of a word; null for everything that is not exactly one of the words.</summary>
    public static T? Find<T>(this ClosedSet<T> set, string? text)
        where T : struct, Enum => set.TryRead(text, out var value) ? value : null;

    /// <summary>The words of an enum that is known only when the program runs.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) => [.. Enum.GetNames(type).Select(name => name.ToLowerInvariant())];

    /// <summary>A sentence for faults.</summary>
    public static string Expected(IEnumerable<string> words) => $"Must be one of: {string.Join(", ", words)}.";

    /// <summary>False for a number that no member has: a damaged row, or one of a newer version.</summary>
    public static bool IsKnown<T>(this T value)
        where T : struct, Enum => Cache<T>.Values.Contains(value);

    /// <summary>
    /// The word of a value, as <see cref="LowerCaseEnum{T}"/> writes it; <c>unknown</c> for one that no member has.
    /// </summary>
    public static string Word<T>(this T value)
        where T : struct, Enum => Cache<T>.Words.GetValueOrDefault(value, "unknown");

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly HashSet<T> Values = [.. Enum.GetValues<T>()];

        public static readonly ClosedSet<T> Set = Of<T>(Enum.GetValues<T>());

        public static readonly Dictionary<T, string> Words = Enum.GetValues<T>().Zip(Set.Words).ToDictionary();
    }
}
