using System.Text.RegularExpressions;

namespace Gateway.Platform.Errors;

/// <summary>
/// What ASP.NET Core says of a parameter that it cannot bind, in our words: its own name the types of our code.
/// </summary>
internal static partial class UnreadableParameter
{
    public static Fault? Of(string message) => Form().Match(message) is { Success: true } match
        ? new Fault($"?{match.Groups["name"].Value}", "invalid_type", $"Must be {Expected(match.Groups["type"].Value)}.")
        : null;

    private static string Expected(string type) => type switch
    {
        _ when type.Contains("Guid", StringComparison.Ordinal) => "an id in its hyphenated form",
        _ when type.Contains("int", StringComparison.Ordinal) || type.Contains("long", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("DateTimeOffset", StringComparison.Ordinal) => "a time with an offset, like 2026-01-31T09:00:00+09:00",
        _ when type.Contains("bool", StringComparison.Ordinal) => "true or false",
        _ => "a value of its type",
    };

    [GeneratedRegex("^Failed to bind parameter \"(?<type>\\S+) (?<name>\\w+)\" from ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
