using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Support;

/// <summary>Phone numbers as people write them, beside whatever stands there; and whether one of them shows in a text, in whatever form.</summary>
internal sealed class AnyNumber(int seed)
{
    /// <summary>What may stand between the parts of a number; an empty one and those that nobody sees too.</summary>
    private static readonly string[] Marks = ["", "-", " ", ".", " - ", "–", "−", "\u00A0", "\u200B", "·", "\u3000"];

    /// <summary>Letters of many kinds, and none.</summary>
    private static readonly string[] Beside = ["", "로", "번입니다", "a", "Z", "é", "中", "あ", "ё", "ㄱ", "😀", ":", ";", "_", "=", "(", "'", "~"];

    private static readonly Regex TimesAndIds = new(
        @"\d\d:\d\d:\d\d[.,]\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(10));

    private readonly Random _random = new(seed);
    private readonly List<string> _used = [];

    /// <summary>The digits behind 010 of every number that was made.</summary>
    public IReadOnlyList<string> Used => _used;

    /// <summary>A number of eleven plain digits.</summary>
    public string Plain() => "010" + Next();

    /// <summary>A number in any form, with any letter on both sides.</summary>
    public string Text() => Of(Marks, Beside, fullWidth: _random.Next(4) == 0);

    /// <summary>The same of printable ASCII without blanks, for headers.</summary>
    public string Token() => Of(["", "-", "."], ["", "a", "Z", "_", "~"], fullWidth: false);

    /// <summary>
    /// The first of the numbers that stands in a text, whatever the text escapes; null when none does. Times and ids are
    /// left out: 05:10:50.911858 has the digits of a number that was made, by chance.
    /// </summary>
    public string? Shown(string text)
    {
        var plain = TimesAndIds.Replace(Plain(text), "<>");
        return _used.FirstOrDefault(digits => Form(digits).IsMatch(plain));
    }

    private string Of(string[] marks, string[] beside, bool fullWidth)
    {
        var digits = Next();
        var mark = Any(marks);
        var head = _random.Next(6) switch
        {
            0 => $"+82{mark}10",
            1 => $"+82{mark}(0)10",
            2 => $"0082{mark}10",
            3 when marks.Length > 4 => "(010)",
            _ => "010",
        };
        var number = $"{head}{(head.EndsWith(')') && mark.Length == 0 ? "" : mark)}{digits[..4]}{mark}{digits[4..]}";
        number = fullWidth ? string.Concat(number.Select(letter => char.IsAsciiDigit(letter) ? (char)(letter - '0' + '０') : letter)) : number;
        return Any(beside) + number + Any(beside);
    }

    private string Next()
    {
        var digits = _random.Next(20_000_000, 99_999_999).ToString(CultureInfo.InvariantCulture);
        _used.Add(digits);
        return digits;
    }

    private string Any(string[] of) => of[_random.Next(of.Length)];

    /// <summary>Without escapes of JSON and of URLs, and with plain digits.</summary>
    private static string Plain(string text)
    {
        var unescaped = Uri.UnescapeDataString(Regex.Replace(text, @"\\u([0-9a-fA-F]{4})", static match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString(), RegexOptions.None, TimeSpan.FromSeconds(10)));
        var plain = new StringBuilder(unescaped.Length);
        foreach (var letter in unescaped)
        {
            plain.Append(CharUnicodeInfo.GetDecimalDigitValue(letter) is >= 0 and var digit ? (char)('0' + digit) : letter);
        }

        return plain.ToString();
    }

    /// <summary>The digits with at most three marks between two of them. Letters and quotes part a number from others.</summary>
    private static Regex Form(string digits) => new(string.Join("[^0-9\\p{L}\"]{0,3}", digits.ToCharArray()), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
}
