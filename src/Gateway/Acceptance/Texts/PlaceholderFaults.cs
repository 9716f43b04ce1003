using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Texts;

/// <summary>What is wrong with the placeholders of a text that is kept for many messages.</summary>
internal static class PlaceholderFaults
{
    private const int MostOfName = 64;

    /// <summary>The first fault; null when there is none.</summary>
    public static Fault? Of(string? text, string pointer)
    {
        var from = 0;
        while (text is not null && text.IndexOf(Placeholders.Open, from, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                return new Fault(
                    pointer,
                    "unclosed_placeholder",
                    $"The #{{ at letter {Letter(text, open)} has no }} behind it. Close it, or take it out.");
            }

            if (Wrong(text[(open + Placeholders.Open.Length)..close].Trim()) is { } why)
            {
                return new Fault(
                    pointer, "invalid_placeholder", $"The variable at letter {Letter(text, open)} {why}");
            }

            from = close + 1;
        }

        return null;
    }

    private static string? Wrong(string name) =>
        name.Length == 0 ? "has no name. Write #{name}."
        : name.Length > MostOfName ? $"has a name of {name.Length} characters; at most {MostOfName}."
        : Placeholders.HasAny(name) ? "holds another #{. Close the first one before it."
        : name.Any(char.IsControl) ? "has a line break or another control character in its name."
        : null;

    private static int Letter(string text, int index) => TextPattern.Letters(text.AsSpan(0, index)) + 1;
}
