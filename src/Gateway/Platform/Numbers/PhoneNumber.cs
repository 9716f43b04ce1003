using System.Diagnostics.CodeAnalysis;

namespace Gateway.Platform.Numbers;

/// <summary>
/// A phone number as the vendors get it: digits only, in the Korean national form. Made by reading a text, in one of
/// its two roles; whatever form it was written in, the same phone is the same number.
/// </summary>
internal readonly partial record struct PhoneNumber
{
    private readonly string? _digits;

    private PhoneNumber(string digits) => _digits = digits;

    public string Digits => _digits ?? "";

    /// <summary>A sender of three or four digits: an account may use it when it is registered for it.</summary>
    public bool IsSpecial => NumberingPlan.IsSpecial(Digits);

    /// <summary>
    /// A phone that gets messages: mobile 01X, fixed 02–06X, 030, 050, 070, 080. Dashes, spaces, brackets, dots
    /// and invisible marks are dropped, digits of any script taken; <c>+82 10…</c>, <c>0082 10…</c>, <c>82 10…</c> and
    /// <c>tel:010…</c> become <c>010…</c>.
    /// </summary>
    public static NumberReading Recipient(string? text)
    {
        if (IsMobile(text))
        {
            return new NumberReading(new PhoneNumber(text), null);
        }

        return !TryClean(text, out var digits, out var fault) ? NumberReading.Wrong(fault)
            : NumberingPlan.IsRecipient(digits) ? new NumberReading(new PhoneNumber(digits), null)
            : NumberReading.Wrong(NumberingPlan.FaultOf(digits));
    }

    /// <summary>
    /// A sender (발신번호): a number that <see cref="SenderRules"/> allows. A special number is right here; whether it is
    /// registered for the account is asked when it is used.
    /// </summary>
    public static NumberReading Sender(string? text)
    {
        if (IsNationwide(text))
        {
            return new NumberReading(new PhoneNumber(text), null);
        }

        return !TryClean(text, out var digits, out var fault) ? NumberReading.Wrong(fault.OfSender())
            : SenderRules.FaultOf(digits) is { } rule ? NumberReading.Wrong(rule)
            : new NumberReading(new PhoneNumber(digits), null);
    }

    /// <summary>
    /// For tables: a number whose 0 at the beginning a spreadsheet took away (<c>1012345678</c>, <c>212345678</c>, and
    /// <c>1012345678.0</c> of one that made it a fraction). Null when the text is anything else, a right number too.
    /// </summary>
    public static string? WithLostZero(string? text)
    {
        const string Fraction = ".0";
        var isFraction = text is not null && text.EndsWith(Fraction, StringComparison.Ordinal);
        var whole = isFraction ? text![..^Fraction.Length] : text; // Asked above.
        return TryClean(whole, out var digits, out _)
            && digits is [not '0', ..]
            && NumberingPlan.IsRecipient($"0{digits}")
            ? $"0{digits}"
            : null;
    }

    public override string ToString() => Digits;

    /// <summary>The form of nearly all: it is looked at once and kept as it is.</summary>
    private static bool IsMobile([NotNullWhen(true)] string? text) =>
        text is { Length: 11 } && text[0] == '0' && text[1] == '1' && text[2] == '0'
        && !text.AsSpan(3).ContainsAnyExceptInRange('0', '9');

    /// <summary>Digits alone, in the national form.</summary>
    private static bool IsPlain(string text) =>
        text is ['0', not '0', ..] && text.Length <= WrongNumber.Longest && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsNationwide([NotNullWhen(true)] string? text) =>
        text is not null && NumberingPlan.IsNationwide(text) && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>The digits in the national form, or why the text is no number of this country.</summary>
    private static bool TryClean(
        string? text,
        [NotNullWhen(true)] out string? digits,
        [NotNullWhen(false)] out NumberFault? fault,
        string? nationCode = null)
    {
        (digits, fault) = (null, null);
        if (text is null)
        {
            fault = NumberFault.Form;
            return false;
        }

        if (text.Length > CleanNumber.MostLetters)
        {
            fault = WrongNumber.FaultOf(text, digits: 0, CleanNumber.MostLetters);
            return false;
        }

        if (IsPlain(text))
        {
            digits = text;
            return true;
        }

        Span<char> buffer = stackalloc char[CleanNumber.MostDigits];
        var clean = CleanNumber.Read(text, buffer);
        ReadOnlySpan<char> found = buffer[..clean.Count];
        if (clean.Strange >= 0)
        {
            fault = WrongNumber.FaultOf(text, clean.Count, clean.Strange);
            return false;
        }

        digits = clean.National(found);
        if (digits is null || (nationCode is not null && (clean.HasPlus || HasCountry(found, nationCode))))
        {
            var foreign = ForeignNumber.Read(clean.HasPlus ? found : found.TrimStart('0'));
            digits = nationCode is not null && foreign.CountryCode == nationCode ? foreign.National : null;
            fault = digits is null ? foreign.Fault : null;
        }
        else if (digits.Length > WrongNumber.Longest)
        {
            fault = WrongNumber.TooLong(digits);
        }

        return fault is null;
    }
}
