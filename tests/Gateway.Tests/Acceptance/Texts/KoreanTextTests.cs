using System.Text;
using Gateway.Acceptance.Texts;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance.Texts;

public sealed class KoreanTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("안녕", 4)]
    [InlineData("뷁똠", 4)]
    [InlineData("①㈜→★", 8)]
    [InlineData("한자 漢字", 9)]
    [InlineData("a\r\n\tb", 5)]
    public void Counts_bytes_as_CP949_does(string text, int bytes) => Assert.Equal(bytes, KoreanText.BytesOrUnmappable(text));

    [Theory]
    [InlineData("😀")]
    [InlineData("☕")]
    [InlineData("é")]
    [InlineData("\0")]
    [InlineData("\u001b")]
    [InlineData("\u200b")]
    [InlineData("\u202e")]
    [InlineData("e\u0301")]
    public void Says_when_CP949_lacks_a_character(string text) => Assert.Equal(-1, KoreanText.BytesOrUnmappable(text));

    [Fact]
    public void Knows_all_hangul_syllables() =>
        Assert.All(Enumerable.Range(0xAC00, 11172), syllable => Assert.Equal(2, KoreanText.Bytes([(char)syllable])));

    [Fact]
    public void Counts_positions_in_characters_not_in_utf16_units() =>
        Assert.Equal([(1, new Rune(0x1F600)), (3, new Rune(0x1F680)), (4, new Rune(7))], KoreanText.Unmappable("a😀b🚀\a", KoreanCharacters.Cp949));
}
