using System.Globalization;
using Gateway.Acceptance.Texts;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// A recipient's name, where the vendor's row has a place for it. Else it is for the sender's own eyes.
/// </summary>
internal static class NameRules
{
    public static void Check(ContentCheck check, string? name, string pointer)
    {
        if (name is null || check.Carries.NameBytes is not { } most)
        {
            return;
        }

        var separators = check.Carries.NameSeparators;
        if (check.Fitted(name).AsSpan().ContainsAny(separators))
        {
            check.Fault(
                pointer,
                "invalid_name",
                $"{check.Vendor.Name} ({check.Protocol.Name}) separates recipients with {string.Join(" and ", separators.ToCharArray())}: a name must not hold them.");
        }

        CheckBytes(check, name, most, pointer);
    }

    /// <summary>The name as the vendor's row takes it.</summary>
    public static string? Fitted(ContentCheck check, string? name, ReplacedLetters replaced) =>
        name is null || !check.Replaces || check.Carries.NameBytes is null ? name : replaced.Take(check.Fit(name));

    private static void CheckBytes(ContentCheck check, string name, int most, string pointer)
    {
        var bytes = KoreanText.BytesOrUnmappable(check.Fitted(name), check.Characters);
        if (bytes < 0)
        {
            check.Unmappable(name, pointer, $"{check.Vendor.Name} cannot write");
        }
        else if (bytes > most)
        {
            check.Fault(pointer, "too_long", string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in CP949 (Hangul takes 2); {check.Vendor.Name} has room for {most}."));
        }
    }
}
