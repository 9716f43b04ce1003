namespace Gateway.Platform.Numbers;

/// <summary>Numbers of other countries, to which Kakao carries messages (<c>kakao.nationCode</c>).</summary>
internal readonly partial record struct PhoneNumber
{
    /// <summary>
    /// A recipient of Kakao in another country: 9 to 12 digits that start with 0, as that country writes them, or the
    /// same number with its country code, behind a +, 00 or nothing.
    /// </summary>
    public static NumberReading Abroad(string? text, string nationCode) =>
        !TryClean(text, out var digits, out var fault, nationCode) ? NumberReading.Wrong(fault)
            : IsAbroad(digits) ? new NumberReading(new PhoneNumber(digits), null)
            : NumberReading.Wrong(NumberFault.Abroad);

    /// <summary>
    /// Whoever may refuse messages: a recipient in Korea by their national number; one in another country, whose
    /// national number may be somebody else's here, by the international one, with its +.
    /// </summary>
    public static NumberReading Person(string? text) => Anyone(text, static foreign => foreign.International);

    /// <summary>
    /// A number to look for, as messages keep it: digits in the national form, also of another country. Without a
    /// country code it is one of Korea, or one that nobody in Korea has.
    /// </summary>
    public static NumberReading Wanted(string? text)
    {
        var reading = Anyone(text, static foreign => foreign.National);
        return !reading.IsRight && TryClean(text, out var digits, out _) && IsAbroad(digits) && !IsKorean(digits)
            ? new NumberReading(new PhoneNumber(digits), null)
            : reading;
    }

    /// <summary>
    /// The person behind the number of a Kakao message to another country, as <see cref="Person"/> has it.
    /// </summary>
    public static string PersonAbroad(string digits, string nationCode) =>
        ForeignNumber.Read($"{nationCode}{digits.AsSpan(1)}").International ?? $"+{nationCode}{digits.AsSpan(1)}";

    private static NumberReading Anyone(string? text, Func<ForeignNumber, string?> form)
    {
        var korean = Recipient(text);
        if (korean.IsRight || text is null || text.Length > CleanNumber.MostLetters)
        {
            return korean;
        }

        Span<char> buffer = stackalloc char[CleanNumber.MostDigits];
        var clean = CleanNumber.Read(text, buffer);
        ReadOnlySpan<char> digits = buffer[..clean.Count];
        if (!clean.HasPlus || clean.Strange >= 0 || clean.National(digits) is not null)
        {
            return korean;
        }

        var foreign = ForeignNumber.Read(digits);
        return IsAbroad(foreign.National) && form(foreign) is { } number
            ? new NumberReading(new PhoneNumber(number), null)
            : korean;
    }

    private static bool IsAbroad(string? digits) => digits is ['0', not '0', ..] and { Length: >= 9 and <= 12 };

    /// <summary>
    /// Its first digits are those of phones here, or look like Korea's country code. Nobody is sent anything under 060
    /// here, and mobile phones of France begin so.
    /// </summary>
    private static bool IsKorean(string digits) =>
        digits is ['0', '8', '2', ..] || NumberingPlan.BandOf(digits) is { Kind: not BandKind.Paid };

    /// <summary>True for a country code behind 00 or nothing.</summary>
    private static bool HasCountry(ReadOnlySpan<char> digits, string nationCode) =>
        digits.StartsWith(nationCode) || (digits is ['0', '0', ..] && digits[2..].StartsWith(nationCode));
}
