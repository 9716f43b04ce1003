namespace Gateway.Platform.Numbers;

/// <summary>The digits of a text in ASCII, without what people write around and between them.</summary>
/// <param name="Count">Digits that were found.</param>
/// <param name="HasPlus">A + stood before them.</param>
/// <param name="Strange">Where the first letter stands that belongs to no number; -1: there is none.</param>
internal readonly record struct CleanNumber(int Count, bool HasPlus, int Strange)
{
    /// <summary>More than two numbers have.</summary>
    public const int MostDigits = 32;

    /// <summary>Longest text that is worth reading: each digit of the longest number in its own dress.</summary>
    public const int MostLetters = 128;

    private const string Scheme = "tel:";

    /// <summary>Reads up to the first letter that belongs to no number.</summary>
    public static CleanNumber Read(string text, Span<char> digits)
    {
        var (count, plus, marks) = (0, false, 0);
        for (var at = BehindScheme(text); at < text.Length;)
        {
            if (NumberLetters.DigitAt(text, at, out var width) is >= 0 and var digit)
            {
                if (count == digits.Length || (count > 0 && marks > NumberLetters.MostMarks))
                {
                    return new CleanNumber(count, plus, at);
                }

                digits[count++] = (char)('0' + digit);
                marks = 0;
            }
            else if (NumberLetters.IsPlus(text[at]) && count == 0 && !plus)
            {
                plus = true;
            }
            else if (NumberLetters.IsMark(text, at))
            {
                marks++;
            }
            else
            {
                return new CleanNumber(count, plus, at);
            }

            at += width;
        }

        return new CleanNumber(count, plus, -1);
    }

    /// <summary>
    /// The digits in the national form: without 82, which <c>+82</c>, <c>0082</c> and, before a whole number, <c>82</c>
    /// say, and with the 0 that is left out behind it. <c>+82 (0)10</c> and <c>+82 010</c> mean the same.
    /// Null: a number of another country.
    /// </summary>
    public string? National(ReadOnlySpan<char> digits)
    {
        var country = digits switch
        {
            ['8', '2', ..] when HasPlus || digits.Length > NumberingPlan.NationwideLength + 1 => 2,
            _ when HasPlus => -1,
            ['0', '0', '8', '2', ..] => 4,
            _ => 0,
        };
        if (country < 0)
        {
            return null;
        }

        var rest = digits[country..];
        return country == 0 || rest is ['0', ..] || NumberingPlan.IsNationwide(rest) ? rest.ToString() : $"0{rest}";
    }

    private static int BehindScheme(string text)
    {
        var at = 0;
        while (at < text.Length && NumberLetters.IsMark(text, at))
        {
            at++;
        }

        return text.AsSpan(at).StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? at + Scheme.Length : 0;
    }
}
