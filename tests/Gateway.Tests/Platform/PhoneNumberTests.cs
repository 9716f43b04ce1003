using Gateway.Platform;
using Gateway.Platform.Numbers;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A number is read in whatever form people write it, and what is no number says how to mend it.</summary>
public sealed class PhoneNumberTests
{
    /// <summary>Forms of 010-1234-1234, all the same person.</summary>
    public static TheoryData<string> Forms { get; } =
    [
        "01012341234", "010-1234-1234", "010 1234 1234", "010.1234.1234", "(010) 1234-1234", "(010)1234-1234", "010)1234-1234",
        " 010-1234-1234 ", "\t010-1234-1234\r\n", "010 - 1234 - 1234", "[010] 1234 1234", "［010］1234－1234",
        "010‐1234‐1234", "010‑1234–1234", "010—1234—1234", "010―1234―1234", "010−1234−1234", "010－1234－1234",
        "010﹣1234﹣1234", "010﹘1234﹘1234", "010ㅡ1234ㅡ1234", "010ー1234ー1234", "010─1234─1234", "010➖1234➖1234",
        "010⁃1234⁃1234", "010·1234·1234", "010・1234・1234", "010．1234．1234", "010。1234。1234",
        "\u202d010-1234-1234\u202c", "\u2066010-1234-1234\u2069", "\u200e010-1234-1234\u200f", "\ufeff01012341234",
        "010\u00ad1234\u00ad1234", "010\u200b1234\u200b1234", "010\u00a01234\u00a01234", "010\u30001234\u30001234",
        "010\u20601234\u20601234", "010\u31641234\u31641234", "010\u202f1234\u20091234", "010\u28001234\u28001234",
        "0\u200d1\u200d0\u200d1\u200d2\u200d3\u200d4\u200d1\u200d2\u200d3\u200d4", "010\u180e12341234",
        "0\ufe0f\u20e31\ufe0f\u20e30\ufe0f\u20e3 12341234",
        "０１０１２３４１２３４", "０１０－１２３４－１２３４", "٠١٠١٢٣٤١٢٣٤", "۰۱۰۱۲۳۴۱۲۳۴", "०१०१२३४१२३४", "𝟎𝟏𝟎𝟏𝟐𝟑𝟒𝟏𝟐𝟑𝟒",
        "+821012341234", "+82 10-1234-1234", "+82-10-1234-1234", "+82 010-1234-1234", "+82 (0)10-1234-1234", "+82(0)1012341234",
        "(+82) 10-1234-1234", "+82(10)1234-1234", "＋82 10 1234 1234", "＋８２１０１２３４１２３４", "\u202a+82 10-1234-1234\u202c",
        "0082 10 1234 1234", "00821012341234", "0082-(0)10-1234-1234", "821012341234", "82 10-1234-1234", "8201012341234",
        "82-010-1234-1234", "tel:010-1234-1234", "TEL:01012341234", "Tel: 010-1234-1234", "tel:+82-10-1234-1234",
        "\u200btel:+821012341234",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Reads_the_same_person_in_every_form(string text)
    {
        var reading = PhoneNumber.Recipient(text);

        Assert.Equal(("01012341234", null), (reading.Digits, reading.Fault?.Detail));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Masks_every_form_that_it_reads(string text)
    {
        // A plain 82 in a text says little, and what is behind a name of a scheme is found by itself.
        var masked = Mask.Text($"번호 {text} 입니다");

        Assert.Equal("번호 ", masked[..3]);
        Assert.Contains("****", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(02) 123-4567", "021234567")]
    [InlineData("02-1234-5678", "0212345678")]
    [InlineData("+82-2-1234-5678", "0212345678")]
    [InlineData("82 2 1234 5678", "0212345678")]
    [InlineData("82 2 123 4567", "021234567")]
    [InlineData("+82 (0)31 123 4567", "0311234567")]
    [InlineData("064-720-1234", "0647201234")]
    [InlineData("011-234-5678", "0112345678")]
    [InlineData("012-3456-7890", "01234567890")]
    [InlineData("0303-3440-123", "03033440123")]
    [InlineData("0504-1234-5678", "050412345678")]
    [InlineData("+82 504-1234-5678", "050412345678")]
    [InlineData("0505-123-4567", "05051234567")]
    [InlineData("070-1234-5678", "07012345678")]
    [InlineData("080-123-4567", "0801234567")]
    [InlineData("010-0000-0405", "01000000405")]
    public void Reads_every_kind_of_phone_that_gets_messages(string text, string digits) =>
        Assert.Equal(digits, PhoneNumber.Recipient(text).Digits);

    [Theory]
    [InlineData(null, "invalid_phone", "start with 0")]
    [InlineData("", "invalid_phone", "start with 0")]
    [InlineData("abc", "invalid_phone", "U+0061 a at 0")]
    [InlineData("010-1234-123a", "invalid_phone", "U+0061 a at 12")]
    [InlineData("010-1234\u0000-1234", "invalid_phone", "U+0000 at 8")]
    [InlineData("010_1234_5678", "invalid_phone", "U+005F _ at 3")]
    [InlineData("010^1234|5678", "invalid_phone", "U+005E")]
    [InlineData("홍길동 010-1234-1234", "invalid_phone", "U+D64D 홍 at 0")]
    [InlineData("01012341234; 01056785678", "several_numbers", "own entry")]
    [InlineData("01012341234,01056785678", "several_numbers", "own entry")]
    [InlineData("010-1234-1234/010-5678-5678", "several_numbers", "own entry")]
    [InlineData("010-1234-1234 010-5678-5678", "several_numbers", "own entry")]
    [InlineData("0101234123401056785678", "several_numbers", "own entry")]
    [InlineData("010-1234-1234\n010-5678-5678", "several_numbers", "own entry")]
    [InlineData("010-1234-1234 또는 02-123-4567", "several_numbers", "own entry")]
    [InlineData("+82 10-1234-1234 (010-1234-1234)", "several_numbers", "own entry")]
    [InlineData("+821012341234+821056785678", "several_numbers", "own entry")]
    [InlineData("02-123-4567~8", "several_numbers", "own entry")]
    [InlineData("010-1234-1234, 1235", "several_numbers", "own entry")]
    [InlineData("01012341234 내선 3", "invalid_phone", "extension (내선)")]
    [InlineData("02-1234-5678 (내선 12)", "invalid_phone", "extension (내선)")]
    [InlineData("02-1234-5678 구내 12", "invalid_phone", "extension (내선)")]
    [InlineData("02-1234-5678 ext. 12", "invalid_phone", "extension (내선)")]
    [InlineData("02-1234-5678 EXT12", "invalid_phone", "extension (내선)")]
    [InlineData("02-1234-5678x12", "invalid_phone", "extension (내선)")]
    [InlineData("02-1234-5678 #12", "invalid_phone", "extension (내선)")]
    [InlineData("tel:+82-2-1234-5678;ext=12", "invalid_phone", "extension (내선)")]
    [InlineData("010-1234-123", "invalid_phone", "has 11 digits; this one has 10")]
    [InlineData("010-1234-12345", "invalid_phone", "has 11 digits; this one has 12")]
    [InlineData("0101234123", "invalid_phone", "has 11 digits; this one has 10")]
    [InlineData("010123412345", "invalid_phone", "has 11 digits; this one has 12")]
    [InlineData("0101234123a", "invalid_phone", "U+0061 a at 10")]
    [InlineData("010-1234123", "invalid_phone", "has 11 digits; this one has 10")]
    [InlineData("+82 10 1234 123", "invalid_phone", "has 11 digits; this one has 10")]
    [InlineData("02-123-456", "invalid_phone", "has 9 to 10 digits; this one has 8")]
    [InlineData("070-123-4567", "invalid_phone", "has 11 digits; this one has 10")]
    [InlineData("082-2-1234-5678", "invalid_phone", "082 is no area code")]
    [InlineData("082-10-1234-1234", "invalid_phone", "082 is no area code")]
    [InlineData("0821012341234", "invalid_phone", "082 is no area code")]
    [InlineData("112", "invalid_phone", "special number")]
    [InlineData("119", "invalid_phone", "special number")]
    [InlineData("1366", "invalid_phone", "special number")]
    [InlineData("1577-7985", "invalid_phone", "nationwide number")]
    [InlineData("060-700-1234", "invalid_phone", "paid service")]
    [InlineData("+82 60 7000 1234", "invalid_phone", "paid service")]
    [InlineData("0607001", "invalid_phone", "paid service")]
    [InlineData("020-1234-5678", "invalid_phone", "start with 020 are assigned to nobody")]
    [InlineData("034-123-4567", "invalid_phone", "start with 034 are assigned to nobody")]
    [InlineData("013-1234-5678", "invalid_phone", "start with 013 are assigned to nobody")]
    [InlineData("090-1234-5678", "invalid_phone", "start with 090 are assigned to nobody")]
    [InlineData("02-0123-4567", "invalid_phone", "start with 020 are assigned to nobody")]
    [InlineData("031-0123-4567", "invalid_phone", "start with 0310 are assigned to nobody")]
    [InlineData("0012345678", "invalid_phone", "00 begins a call abroad")]
    [InlineData("00700-82-10-1234-1234", "invalid_phone", "00 begins a call abroad")]
    [InlineData("1012341234", "invalid_phone", "The 0 at the beginning is missing")]
    [InlineData("1.01235E+10", "invalid_phone", "A spreadsheet has shortened")]
    [InlineData("+1 650 253 0000", "invalid_phone", "another country (+1, US)")]
    [InlineData("+81 90-1234-5678", "invalid_phone", "another country (+81, JP)")]
    [InlineData("+999 1234 5678", "invalid_phone", "start with 0")]
    [InlineData("+82 10-1234-123x", "invalid_phone", "U+0078 x")]
    [InlineData("12345678901234567890123456789012345678901234567890", "invalid_phone", "start with 0")]
    [InlineData("010           1234-1234", "invalid_phone", "start with 0")]
    public void Says_what_is_wrong_and_what_to_do(string? text, string code, string says)
    {
        var reading = PhoneNumber.Recipient(text);

        Assert.Equal((code, ""), (reading.Fault?.Code, reading.Digits));
        Assert.Contains(says, reading.Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_up_on_a_long_text_at_once()
    {
        foreach (var part in new[] { "0", "01012341234 ", "\u200b", "+82", "x" })
        {
            Assert.False(PhoneNumber.Recipient(string.Concat(Enumerable.Repeat(part, 10_000))).IsRight);
        }

        Assert.False(PhoneNumber.Recipient(new string('\u200b', 200) + "01012341234").IsRight);
        Assert.Equal("several_numbers", PhoneNumber.Recipient(string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"010{i:D8}"))).Fault!.Code);
    }

    [Theory]
    [InlineData("1012345678", "01012345678")]
    [InlineData("10-1234-5678", "01012345678")]
    [InlineData("1012345678.0", "01012345678")]
    [InlineData("212345678", "0212345678")]
    [InlineData("21234567", "021234567")]
    [InlineData("311234567", "0311234567")]
    [InlineData("50412345678", "050412345678")]
    [InlineData("01012345678", null)]
    [InlineData("821012341234", null)]
    [InlineData("+82 10 1234 1234", null)]
    [InlineData("15881234", null)]
    [InlineData("112", null)]
    [InlineData("99912345", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("abc", null)]
    public void Gives_a_number_its_lost_zero_back(string? text, string? number) =>
        Assert.Equal(number, PhoneNumber.WithLostZero(text));

    /// <summary>Of France, whose mobile phones have 06: they are found by what their messages show.</summary>
    [Theory]
    [InlineData("0607001234")]
    [InlineData("+33 6 07 00 12 34")]
    public void Looks_for_a_number_that_only_another_country_can_have(string text) =>
        Assert.Equal("0607001234", PhoneNumber.Wanted(text).Digits);

    [Theory]
    [InlineData("09012345678", "81", "09012345678")]
    [InlineData("090-1234-5678", "81", "09012345678")]
    [InlineData("+81 90-1234-5678", "81", "09012345678")]
    [InlineData("+44 7400 123456", "44", "07400123456")]
    [InlineData("+81 90-1234-5678", "44", null)]
    [InlineData("0081 90 1234 5678", "81", "09012345678")]
    [InlineData("81-90-1234-5678", "81", "09012345678")]
    [InlineData("+81 90-1234-56", "81", null)]
    [InlineData("+81 0-1234-5678", "81", null)]
    [InlineData("+1 650 253 0000", "1", null)]
    public void Reads_a_recipient_of_kakao_abroad(string text, string nation, string? digits) =>
        Assert.Equal(digits ?? "", PhoneNumber.Abroad(text, nation).Digits);
}
