namespace Gateway.Tests.Support;

/// <summary>What lenient readers make of a word: lists, blanks, other case, numbers. None of it is the word.</summary>
internal static class NotQuite
{
    public static int Forms { get; } = Words("a", "b").Count;

    public static IReadOnlyList<string> Words(string word, string other) =>
    [
        $"{word},{other}", $"{word}, {other}", $"{word},", $",{word}", $"{word}|{other}", $" {word}", $"{word} ", $"\t{word}", $"{word}\n", $"{word}\0", $"\"{word}\"",
        Other(word), word.Length > 1 ? Other(word[..1]) + word[1..] : Other(word), word + "1", $"{word},{word}", "0", "1",
    ];

    /// <summary>In the other case.</summary>
    private static string Other(string word) => word.Any(char.IsLower) ? word.ToUpperInvariant() : word.ToLowerInvariant();
}
