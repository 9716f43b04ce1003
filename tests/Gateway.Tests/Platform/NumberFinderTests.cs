using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Platform;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>People's numbers are found in whatever form they are written, and nothing else is taken for one.</summary>
public sealed class NumberFinderTests
{
    private static readonly Gen<string> Beside = Gen.Elements("", "로", "입니다", "번호:", "tel:", "TEL", "a", "xyz", "님 ", " ", "\n", "😀", "[", "\"", ",", "No.", "é", "전화", "/");
    private static readonly Gen<string> Between = Gen.Frequency(
        (6, Gen.Constant("")), (3, Gen.Elements("-", " ", ".", "‐", "‑", "–", "—", "－", "−", "\u00A0", "\u3000", "\u200B", "\u00AD", "\u3164", "\u2060", " - ", ") ", ")-", "·")));

    private static readonly Gen<string> National = Gen.OneOf(
        Number("010", 8), Number("011", 7), Number("02", 7), Number("02", 8), Number("031", 7), Number("064", 8), Number("070", 8), Number("0505", 8), Number("0507", 7), Number("080", 7));

    private static readonly Gen<string> Written =
        from number in National
        from prefix in Gen.Elements("", "", "", "+82", "+82 ", "+82-", "+82 (0)", "0082", "0082-", "＋82 ")
        from opened in Gen.Elements("", "", "(")
        from marks in Gen.ArrayOf(Between, number.Length - 1)
        from wide in Gen.Elements(false, false, true)
        where marks[0] != "." || prefix.Length > 0 // 0.123456789 is no number of anybody.
        let digits = prefix.Length > 0 ? number[1..] : number
        select prefix + (prefix.Length > 0 ? "" : opened) + Wide(string.Concat(digits.Select((digit, i) => i < digits.Length - 1 ? $"{digit}{marks[i]}" : $"{digit}")), wide);

    [Fact]
    public void Finds_any_number_in_any_form_beside_any_letter()
    {
        var property = Prop.ForAll(
            (from before in Beside from written in Written from after in Beside select (before, written, after)).ToArbitrary(),
            text => DigitsOf(Mask.Text(text.before + text.written + text.after)).Length < Math.Min(DigitsOf(text.written).Length, 8)
                ? true
                : throw new Xunit.Sdk.XunitException($"[{text.before}][{text.written}][{text.after}] became {Mask.Text(text.before + text.written + text.after)}"));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), property);
    }

    [Theory]
    [InlineData("01012341234로", "010****1234로")]
    [InlineData("010-1234-1234입니다", "010****1234입니다")]
    [InlineData("(010)1234-1234", "(010****1234")]
    [InlineData("010‑1234‑1234, 010 5678 5678", "010****1234, 010****5678")]
    [InlineData("010 1234 1234 010 5678 5678", "010****1234 010****5678")]
    [InlineData("０１０１２３４１２３４님", "０１０****１２３４님")]
    [InlineData("0082 10 1234 1234", "008****1234")]
    [InlineData("821012341234", "821****1234")]
    [InlineData("+82 (0)10-1234-1234", "+82****1234")]
    [InlineData("tel:01012341234abc", "tel:010****1234abc")]
    public void Leaves_head_and_tail_of_a_number(string text, string masked) => Assert.Equal(masked, Mask.Text(text));

    /// <summary>What is left of one number begins no other, whose middle would be seen then.</summary>
    [Theory]
    [InlineData("a?to=01012340212%20010-9876-5432", "a?to=010****0212 010****5432")]
    [InlineData("a?to=01012340212%2C%20010%2D9876%2D5432&b=%20", "a?to=010****0212, 010****5432&b= ")]
    [InlineData("01012340212%20+82%2010-9876-5432%20", "010****0212 +82****5432 ")]
    [InlineData("010%2D1234%2D0212%20010-9876-5432", "010****0212 010****5432")]
    [InlineData("a=010%2D1234%2D5678&b=01098765432", "a=010****5678&b=010****5432")]
    [InlineData("01012341234?a=%20b", "010****1234?a=%20b")]
    [InlineData("a?b=%20c", "a?b=%20c")]
    public void Masks_each_number_of_a_url_alone(string url, string masked) => Assert.Equal(masked, Mask.Url(url));

    [Theory]
    [InlineData("2026-01-31 09:00:00.1234567")]
    [InlineData("at 21:36:02.1234567+00:00 on 2026-11-28")]
    [InlineData("0.0123456789 seconds")]
    [InlineData("청구액 12,000원, 1588-1234, 주문 20260131-00012")]
    [InlineData("trace 0af7651916cd43dd8448eb211c80319c, hash 01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b")]
    [InlineData("msg 01a1fae5-ff79-720d-bb24-010123412345")]
    public void Leaves_what_is_no_number(string text) => Assert.Equal(text, Mask.Text(text));

    [Fact]
    public void Costs_no_more_than_the_length_of_a_hostile_text()
    {
        string[] hostile = ["0 ", "01", "010-", "+82", "0\u200B", "0082(0)", "a0-", "00000000-"];
        foreach (var part in hostile)
        {
            var text = new StringBuilder().Insert(0, part, 2_000_000 / part.Length).ToString();
            var started = TimeProvider.System.GetTimestamp();

            Mask.Text(text);

            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"'{part}' a million times took {TimeProvider.System.GetElapsedTime(started)}");
        }
    }

    private static Gen<string> Number(string area, int digits) => Gen.ArrayOf(Gen.Elements('1', '2', '3', '7', '9'), digits).Select(rest => area + new string(rest));

    private static string Wide(string text, bool wide) => wide ? string.Concat(text.Select(letter => char.IsAsciiDigit(letter) ? (char)(letter - '0' + '０') : letter)) : text;

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsDigit));
}
