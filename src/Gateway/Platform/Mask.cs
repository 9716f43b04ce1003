using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Platform;

/// <summary>The one place that says how people's numbers and names look to those who may not see them: logs, and keys without <c>messages:read-pii</c>.</summary>
internal static partial class Mask
{
    private const string Gap = "****";
    private const int Head = 3;
    private const int Tail = 4;

    /// <summary>A field that holds a number: <c>010****1234</c>; nothing of one that is too short to have a middle.</summary>
    public static string Number(string number) => number.Length > Head + Tail ? $"{number[..Head]}{Gap}{number[^Tail..]}" : Gap;

    /// <summary>A text in which each phone number loses its middle.</summary>
    public static string Text(string text) => Numbers().Replace(text, static number => Number(number.Value));

    public static bool HasNumber(string text) => Numbers().IsMatch(text);

    /// <summary>A person's name: its first letter.</summary>
    public static string Name(string name) => name.Length == 0 ? name : StringInfo.GetNextTextElement(name) + "**";

    /// <summary>Korean numbers as we store and as people write them; not a part of a longer word such as an id.</summary>
    [GeneratedRegex(@"(?<![\w-])(?:\+82[ .-]?|0)\d{1,3}[ .-]?\d{3,4}[ .-]?\d{4}(?![\w-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
