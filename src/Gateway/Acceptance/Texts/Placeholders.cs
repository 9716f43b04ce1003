namespace Gateway.Acceptance.Texts;

/// <summary><c>#{name}</c> in a text, filled from a recipient's variables; see <see cref="Template"/>.</summary>
internal static class Placeholders
{
    /// <summary>What a placeholder begins with.</summary>
    public const string Open = "#{";

    public static bool HasAny(string? text) => text is not null && text.Contains(Open, StringComparison.Ordinal);

    /// <summary>The names that stand in a text.</summary>
    public static IEnumerable<string> Names(string? text) => Template.Of(text)?.Names ?? [];
}
