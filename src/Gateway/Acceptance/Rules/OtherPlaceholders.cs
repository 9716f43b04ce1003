using System.Text.RegularExpressions;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// Variables as other programs write them: <c>${name}</c>, <c>{{name}}</c>, <c>%{name}</c>, <c>[*이름*]</c>,
/// <c>＃{name}</c>. Here they are letters like all others and leave as they stand. That is probably a mistake, so it is
/// told; what they mean is never guessed.
/// </summary>
internal static partial class OtherPlaceholders
{
    public const string Code = "other_placeholder";

    /// <summary>Of what stands in a text.</summary>
    private const int LongestShown = 40;

    /// <summary>Signs that people put around a name; the text has them around one that is a variable.</summary>
    private static readonly (string Open, string Close)[] Around =
        [("{", "}"), ("｛", "｝"), ("[", "]"), ("[*", "*]"), ("<", ">"), ("%", "%"), ("#", "#"), ("(", ")")];

    /// <summary>The first of each text of a request.</summary>
    public static IReadOnlyList<Fault> Of(SendMessageRequest? request)
    {
        List<Fault>? faults = null;
        foreach (var (pointer, text) in RequestTexts.Of(request))
        {
            if (In(text) is { } found)
            {
                (faults ??= []).Add(new Fault(pointer, Code, Said(found)));
            }
        }

        return faults ?? (IReadOnlyList<Fault>)[];
    }

    /// <summary>The first one as it stands; null: there is none.</summary>
    public static string? In(string? text)
    {
        foreach (var match in Form().EnumerateMatches(text))
        {
            return text![match.Index..(match.Index + match.Length)]; // It has a match.
        }

        return null;
    }

    public static string Said(string found)
    {
        var shown = found.Length > LongestShown ? found[..LongestShown] + "…" : found;
        return $"'{shown}' is no placeholder and is sent as it stands. A variable is written #{{name}}.";
    }

    /// <summary>What to say of a variable that no placeholder has, where a text has its name in another form.</summary>
    public static string Hint(string name, IEnumerable<string> texts)
    {
        foreach (var (open, close) in Around)
        {
            var written = $"{open}{name}{close}";
            if (texts.Any(text => text.Contains(written, StringComparison.Ordinal)))
            {
                return $" The text has '{written}', which is no placeholder: write #{{{name}}}.";
            }
        }

        return "";
    }

    [GeneratedRegex(
        @"[$%]\{[^{}\r\n]{1,64}\}|\{\{[^{}\r\n]{1,64}\}\}|\[\*[^\[\]*\r\n]{1,64}\*\]"
        + @"|(?:＃[{｛]|\#｛)[^{}｛｝\r\n]{1,64}[}｝]",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
