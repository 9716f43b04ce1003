using System.Text;
using Gateway.Acceptance.Texts;
using Gateway.Messages;
using Gateway.Platform.Letters;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance.Texts;

/// <summary>The table of what is written for letters that a vendor's set lacks.</summary>
public sealed class ReplacementsTests
{
    /// <summary>A line of the page has room for so many.</summary>
    private const int LettersOfARow = 8;

    [Fact]
    public void Writes_only_what_every_vendor_carries() => Assert.Empty(
        Rows().Where(row => KoreanText.BytesOrUnmappable(row.By, KoreanCharacters.KsX1001) < 0).Select(row => $"{row.Letter}: {row.By}"));

    [Fact]
    public void Replaces_only_what_CP949_lacks_and_each_letter_once()
    {
        Assert.Empty(Rows().Where(row => KoreanText.Has(row.Letter, KoreanCharacters.Cp949)).Select(row => $"{Invisible.CodePoint(row.Letter)} {row.Letter}"));
        Assert.Empty(Rows().GroupBy(row => row.Letter).Where(same => same.Count() > 1).Select(same => $"{Invisible.CodePoint(same.Key)} {same.Key}"));
    }

    [Theory]
    [InlineData("₩12,000 – 내일까지 • 할인 ✓ 😀", "￦12,000 - 내일까지 · 할인 V 😀")]
    [InlineData("인증번호\u00a0482913\u200b", "인증번호 482913")]
    [InlineData("확인\u3164", "확인")]
    [InlineData("10,000\u00ad원", "10,000원")]
    [InlineData("\ufeff안녕", "안녕")]
    [InlineData("café Müller señor ŠKODA Đà Nẵng", "cafe Muller senor SKODA Da Nang")]
    [InlineData("¥ £ © ⑳ ✔ 〜 ㈱ ❤\ufe0f ‼ ‐‑‒–—", "￥ ￡ ⓒ (20) V ～ (주) ♥ !! -----")]
    [InlineData("ﬁt ﬂy oﬃce 1\ufe0f\u20e3 Ⓐ", "fit fly office 1 (A)")]
    [InlineData("\u110f\u110f \u1173\u1173 ﾊ", "ㅋㅋ ㅡㅡ ハ")]
    [InlineData("a\u2028b\u000bc", "a\nb\nc")]
    [InlineData("5\u212B \u00C5 \u90CE", "5\u212B \u212B \uF92C")]
    [InlineData("똠 펲 € ℃ ㈜ ① ½ № “ ” …", "똠 펲 € ℃ ㈜ ① ½ № “ ” …")]
    public void Writes_what_senders_accept_and_leaves_the_rest(string text, string written) =>
        Assert.Equal(written, FittedText.Of(text, KoreanCharacters.Cp949).Text);

    [Fact]
    public void Counts_what_was_replaced_in_its_order()
    {
        var replaced = new ReplacedLetters();

        replaced.Take(FittedText.Of("–₩\u200b–", KoreanCharacters.Cp949));

        Assert.Equal([new("U+2013", "–", "-", 2), new("U+20A9", "₩", "￦", 1), new Replacement("U+200B", null, "", 1)], replaced.All);
    }

    [Fact]
    public void The_page_shows_the_table_as_it_is()
    {
        var path = Repository.File("docs", "reference", "characters.md");
        var page = File.Exists(path) ? File.ReadAllText(path) : "";

        var table = Table();

        Assert.True(
            page.EndsWith(table, StringComparison.Ordinal),
            $"docs/reference/characters.md does not end with the table. It must:\n{table}");
    }

    private static IEnumerable<(Rune Letter, string By)> Rows() => Replacements.Groups.SelectMany(group => group.Rows);

    private static string Table()
    {
        var table = new StringBuilder();
        foreach (var group in Replacements.Groups)
        {
            table.Append($"\n### {group.Title}\n\n| letters | become |\n|---|---|\n");
            foreach (var (by, letters) in group.Rows.GroupBy(row => row.By).Select(same => (same.Key, same.Select(row => row.Letter))))
            {
                foreach (var row in letters.Chunk(LettersOfARow))
                {
                    table.Append($"| {string.Join(", ", row.Select(Show))} | {Show(by)} |\n");
                }
            }
        }

        return table.ToString();
    }

    private static string Show(Rune letter) => Invisible.Show(letter) is ['(', ..]
        ? Invisible.CodePoint(letter)
        : $"{Invisible.CodePoint(letter)} {Invisible.Show(letter)}";

    private static string Show(string by) => by switch { "" => "(left out)", " " => "(a space)", "\n" => "(a line break)", "|" => "\\|", "`" => "`` ` ``", _ => by };
}
