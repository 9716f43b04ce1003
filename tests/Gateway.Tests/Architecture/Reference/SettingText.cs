using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>
/// What the comment of a setting says, in this order: what it means; "Default: …." or "Required."; what may stand there.
/// </summary>
internal sealed partial record SettingText(string Meaning, string? Default, string? Range)
{
    private static readonly Dictionary<string, XElement> Comments = new[] { "Gateway.xml", "Gateway.Vendors.xml" }
        .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        .Where(member => ((string)member.Attribute("name")!).StartsWith("P:", StringComparison.Ordinal))
        .ToDictionary(member => (string)member.Attribute("name")!);

    public static SettingText Of(PropertyInfo setting)
    {
        var name = $"P:{setting.DeclaringType!.FullName!.Replace('+', '.')}.{setting.Name}";
        var sentences = Sentence().Split(Words(Comments[name].Element("summary")!));
        var standard = Array.FindIndex(
            sentences, sentence => sentence == "Required." || sentence.StartsWith("Default: ", StringComparison.Ordinal));
        return standard < 0
            ? new SettingText(string.Join(' ', sentences), null, null)
            : new SettingText(
                string.Join(' ', sentences[..standard]),
                sentences[standard].Replace("Default: ", "", StringComparison.Ordinal).TrimEnd('.'),
                standard + 1 < sentences.Length ? sentences[standard + 1].TrimEnd('.') : null);
    }

    /// <summary>A default as the comments write it.</summary>
    public static string Written(object? value) => value switch
    {
        null or "" => "none",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        bool or Enum => $"`{value.ToString()!.ToLowerInvariant()}`",
        _ => $"`{value}`",
    };

    private static string Words(XElement summary) =>
        Blanks().Replace(string.Concat(summary.Nodes().Select(Word)), " ").Trim();

    private static string Word(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
        _ => node.ToString(),
    };

    [GeneratedRegex(@"(?<=\.) (?=[A-Z0-9])")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
