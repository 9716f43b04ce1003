using System.Globalization;

namespace Gateway.Platform.Numbers;

/// <summary>
/// Finds people's phone numbers in a text, in whatever form people write them: any Unicode dash, space, dot, bracket or
/// invisible mark between the digits, full-width digits, <c>+82</c>, <c>0082</c> and <c>82</c> before them, any letter
/// beside them. Reads the text once; nothing is tried twice over a long way, so a hostile text costs its length.
/// </summary>
internal static class NumberFinder
{
    private const int Shortest = 9;
    private const int Longest = 12;

    /// <summary>Digits after which a number has ended: 0082, a needless 0, and the longest number.</summary>
    private const int MostDigits = 4 + 1 + Longest;

    private const int GuidLength = 36;

    /// <summary>Lengths of hexadecimal ids: a trace, SHA-1, SHA-256.</summary>
    private static readonly int[] IdLengths = [32, 40, 64];

    /// <summary>Where the next number stands, from <paramref name="from"/> on; null when there is none.</summary>
    public static (int Start, int End)? Next(string text, int from)
    {
        for (var at = from; at < text.Length;)
        {
            if (IdLength(text, at) is > 0 and var id)
            {
                at += id;
            }
            else if (DigitAt(text, at, out var width) < 0)
            {
                at += width;
            }
            else if (IsDecimal(text, at))
            {
                at = EndOfGroup(text, EndOfGroup(text, at) + 1);
            }
            else if (EndOfNumber(text, at) is > 0 and var end)
            {
                return (at > 0 && NumberLetters.IsPlus(text[at - 1]) && at > from ? at - 1 : at, end);
            }
            else
            {
                at = EndOfGroup(text, at);
            }
        }

        return null;
    }

    /// <summary>Behind the number that starts at a digit; -1 when none does.</summary>
    private static int EndOfNumber(string text, int start)
    {
        Span<int> digits = stackalloc int[MostDigits];
        Span<int> ends = stackalloc int[MostDigits]; // Behind each digit with which a group of digits ends, else 0.
        var count = Read(text, start, digits, ends);
        if (count < Shortest)
        {
            return -1;
        }

        var plus = start > 0 && NumberLetters.IsPlus(text[start - 1]);
        var after = digits is [0, 0, 8, 2, ..] ? 4 : digits is [8, 2, ..] ? 2 : 0;
        // The first digit behind the 0 of the area.
        var first = after < count && digits[after] == 0 ? after + 1 : after;
        if ((after == 0 && first == 0) || first + 1 >= count || digits[first] == 0)
        {
            return -1;
        }

        var mobile = digits[first] == 1;
        if (after == 2 && !plus && !mobile)
        {
            return -1; // 82 alone says little.
        }

        var usual = digits[first] == 2 ? 10 : mobile ? 11 : digits[first] == 5 && digits[first + 1] == 0 ? Longest : 11;
        var best = LastEnd(ends[..count], first, usual);
        return best < 0 && (after != 2 || plus) ? LastEnd(ends[..count], first, Longest) : best;

        static int LastEnd(ReadOnlySpan<int> ends, int first, int most)
        {
            for (var last = Math.Min(ends.Length - 1, first + most - 2); last >= first + Shortest - 2; last--)
            {
                if (ends[last] > 0)
                {
                    return ends[last];
                }
            }

            return -1;
        }
    }

    private static int Read(string text, int start, Span<int> digits, Span<int> ends)
    {
        ends.Clear();
        var (count, marks) = (0, 0);
        for (var at = start; at < text.Length && marks <= NumberLetters.MostMarks;)
        {
            var digit = DigitAt(text, at, out var width);
            if (digit < 0)
            {
                if (!NumberLetters.IsMark(text, at))
                {
                    break;
                }

                marks++;
                at += width;
                continue;
            }

            if (count == digits.Length)
            {
                break;
            }

            at += width;
            digits[count] = digit;
            ends[count++] = at == text.Length || DigitAt(text, at, out _) < 0 ? at : 0;
            marks = 0;
        }

        return count;
    }

    private static int EndOfGroup(string text, int at)
    {
        while (at < text.Length && DigitAt(text, at, out var width) >= 0)
        {
            at += width;
        }

        return at;
    }

    /// <summary>A fraction: of a second in a time, or behind a single 0.</summary>
    private static bool IsDecimal(string text, int start)
    {
        var group = EndOfGroup(text, start);
        return group < text.Length && text[group] == '.' && ((group - start == 1 && text[start] == '0') || (group - start == 2 && start > 1 && text[start - 1] == ':' && char.IsAsciiDigit(text[start - 2])));
    }

    /// <summary>The length of an id of ours that stands here, whose digits are no number; 0: there is none.</summary>
    private static int IdLength(string text, int at)
    {
        if (!char.IsAsciiHexDigit(text[at]) || (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])))
        {
            return 0;
        }

        if (at + GuidLength <= text.Length
            && text[at + 8] == '-'
            && Guid.TryParseExact(text.AsSpan(at, GuidLength), "D", out _))
        {
            return GuidLength;
        }

        var (end, letters) = (at, false);
        for (; end < text.Length && char.IsAsciiHexDigit(text[end]); end++)
        {
            letters |= !char.IsAsciiDigit(text[end]);
        }

        return letters && IdLengths.Contains(end - at) ? end - at : 0;
    }

    /// <summary>The digit's value, or -1; and how many units the character takes.</summary>
    private static int DigitAt(string text, int at, out int width)
    {
        width = 1;
        if (char.IsAscii(text[at]))
        {
            return char.IsAsciiDigit(text[at]) ? text[at] - '0' : -1;
        }

        width = char.IsSurrogatePair(text, at) ? 2 : 1;
        return CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber
            && CharUnicodeInfo.GetNumericValue(text, at) is >= 0 and <= 9 and var value && value == Math.Floor(value)
                ? (int)value
                : -1;
    }
}
