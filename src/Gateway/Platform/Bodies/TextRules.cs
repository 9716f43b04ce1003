using FluentValidation;

namespace Gateway.Platform.Bodies;

/// <summary>Rules that many texts have.</summary>
internal static class TextRules
{
    public static IRuleBuilderOptions<T, string?> Required<T>(this IRuleBuilder<T, string?> rule, string detail) =>
        rule.Must(static text => !string.IsNullOrWhiteSpace(text)).Fault("required", detail);

    public static IRuleBuilderOptions<T, string?> AtMost<T>(this IRuleBuilder<T, string?> rule, int most) =>
        rule.Must(text => Fits(text, most)).Fault("too_long", Form(most));

    /// <summary>PostgreSQL has no place for U+0000, and nobody means it.</summary>
    public static bool Fits(string? text, int most) => text is null || (text.Length <= most && !text.Contains('\0'));

    public static string Form(int most) => $"At most {most} characters, without U+0000.";

    /// <summary>One of a few words; absent is right.</summary>
    public static IRuleBuilderOptions<T, string?> OneOf<T, TValue>(
        this IRuleBuilder<T, string?> rule, ClosedSet<TValue> words, string code)
        where TValue : notnull => rule.Must(text => text is null || words.Has(text)).Fault(code, words.Expected);

    /// <summary>How many entries a list may have.</summary>
    public static IRuleBuilderOptions<T, List<TEntry>?> AtMostEntries<T, TEntry>(
        this IRuleBuilder<T, List<TEntry>?> rule, int most) =>
        rule.Must(list => list is null || list.Count <= most).Fault("too_many_entries", $"At most {most}.");
}
