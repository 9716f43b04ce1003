namespace Gateway.Platform;

/// <summary>Phone numbers as the vendors take them: digits only, in the Korean national form.</summary>
internal static class PhoneNumber
{
    /// <summary>What a sender number looks like, for people who gave something else.</summary>
    public const string SenderForm = "Not a sender number: 9 to 12 digits that start with 0, or 8 digits that start with 1.";

    /// <summary>What a recipient's number looks like.</summary>
    public const string RecipientForm = "Not a Korean phone number: 9 to 12 digits that start with 0, or the same after +82.";

    private const string CountryCode = "82";

    /// <summary>Longest number with separators that is worth reading.</summary>
    private const int MaxInput = 32;

    /// <summary>
    /// A recipient: 9 to 12 digits that start with 0 (mobile 01x, fixed 02–06x, internet 070, safe numbers 050x). Spaces, dots, hyphens and parentheses are dropped;
    /// <c>+82 10-…</c> becomes <c>010…</c>.
    /// </summary>
    public static bool TryParseRecipient(string? text, out string digits) =>
        TryDigits(text, out digits) && digits is ['0', >= '1' and <= '9', ..] && digits.Length is >= 9 and <= 12;

    /// <summary>A sender (발신번호): a number like a recipient's, or a nationwide number of 8 digits that starts with 1 (1588-…).</summary>
    public static bool TryParseSender(string? text, out string digits) =>
        TryParseRecipient(text, out digits) || digits is ['1', ..] && digits.Length == 8;

    private static bool TryDigits(string? text, out string digits)
    {
        digits = "";
        if (text is null || text.Length > MaxInput)
        {
            return false;
        }

        var trimmed = text.AsSpan().Trim();
        var international = trimmed.StartsWith("+", StringComparison.Ordinal);
        Span<char> buffer = stackalloc char[MaxInput];
        var length = 0;
        foreach (var letter in international ? trimmed[1..] : trimmed)
        {
            if (char.IsAsciiDigit(letter))
            {
                buffer[length++] = letter;
            }
            else if (letter is not (' ' or '-' or '.' or '(' or ')'))
            {
                return false;
            }
        }

        ReadOnlySpan<char> number = buffer[..length];
        if (!international)
        {
            digits = length == text.Length ? text : number.ToString();
            return true;
        }

        if (!number.StartsWith(CountryCode, StringComparison.Ordinal))
        {
            return false;
        }

        // +82 10… and the common slip +82 010… mean the same number.
        number = number[CountryCode.Length..];
        digits = number.StartsWith("0", StringComparison.Ordinal) ? number.ToString() : string.Concat("0", number);
        return true;
    }
}
