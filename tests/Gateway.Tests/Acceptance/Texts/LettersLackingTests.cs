using Gateway.Acceptance.Texts;
using Gateway.Platform.Letters;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance.Texts;

/// <summary>A fault names each letter, where it stands, and what would do.</summary>
public sealed class LettersLackingTests
{
    [Theory]
    [InlineData("₩12,000 \u200b", "U+20A9 ₩ at 0 (￦ would do); U+200B (invisible) at 8 (can be left out)")]
    [InlineData("a😀b🚀\a", "U+1F600 😀 at 1; U+1F680 🚀 at 3; U+0007 (invisible) at 4 (can be left out)")]
    [InlineData("인증번호\u00a0482913\u200b", "U+00A0 (invisible) at 4 (a space would do); U+200B (invisible) at 11 (can be left out)")]
    [InlineData("확인\u3164", "U+3164 (invisible) at 2 (can be left out)")]
    [InlineData("10,000\u00ad원", "U+00AD (invisible) at 6 (can be left out)")]
    [InlineData("\ufeff안녕", "U+FEFF (invisible) at 0 (can be left out)")]
    [InlineData("a\u2028b", "U+2028 (invisible) at 1 (a line break would do)")]
    [InlineData("가\u0301", "U+0301 ◌\u0301 at 1")]
    [InlineData("\U000F0000\ufffd", "U+F0000 (no letter) at 0; U+FFFD \ufffd at 1")]
    public void Names_code_point_letter_place_and_remedy(string text, string described) =>
        Assert.Equal(described, LettersLacking.Describe(text, KoreanCharacters.Cp949, replace: false));

    [Fact]
    public void Names_ten_and_counts_the_others() =>
        Assert.EndsWith("U+1F600 😀 at 9; and 3 more", LettersLacking.Describe(string.Concat(Enumerable.Repeat("😀", 13)), KoreanCharacters.Cp949, replace: false));

    [Fact]
    public void Names_only_what_cannot_be_replaced_where_the_rest_is() =>
        Assert.Equal("U+1F600 😀 at 4", LettersLacking.Describe("₩– \u200b😀", KoreanCharacters.Cp949, replace: true));

    /// <summary>Fillers, joiners, marks of direction, variation selectors, tags: whatever a phone shows nothing for.</summary>
    [Theory]
    [InlineData("\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u180b\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\u206f\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffc")]
    [InlineData("\U000E0001\U000E007F\U000E0100\U000E01EF\U0001D173\u0000\u001b\u0085\u009f")]
    public void Knows_what_nobody_sees(string letters) => Assert.All(letters.EnumerateRunes(), letter =>
    {
        Assert.True(Invisible.Is(letter), Invisible.CodePoint(letter));
        Assert.False(KoreanText.Has(letter, KoreanCharacters.Cp949), Invisible.CodePoint(letter));
        Assert.Equal("(invisible)", Invisible.Show(letter));
    });

    [Theory]
    [InlineData("a가漢 \t\r\n\u3000\u0600ㆍㅤ-")]
    public void Takes_nothing_that_is_seen_for_invisible(string letters) =>
        Assert.Equal(["U+3164"], letters.EnumerateRunes().Where(Invisible.Is).Select(Invisible.CodePoint));
}
