using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Acceptance.Texts;
using Gateway.Platform.Letters;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>Whether a text can have come from a template, and where it stops doing so.</summary>
public sealed class TextPatternTests
{
    [Theory]
    [InlineData("주문이 접수되었습니다.", "주문이 접수되었습니다.")]
    [InlineData("#{name}님, 주문 #{order}이 접수되었습니다.", "홍길동님, 주문 7이 접수되었습니다.")]
    [InlineData("#{name}님, 주문 #{order}이 접수되었습니다.", "님, 주문 이 접수되었습니다.")]
    [InlineData("#{a}#{b}#{c}", "")]
    [InlineData("#{a}#{b}#{c}", "아무것이나\n여러 줄")]
    [InlineData("#{a} #{b} #{c}", "1 2 3 4")]
    [InlineData("#{a}님#{b}님", "홍길동님과 김철수님님")]
    [InlineData("가#{a}나", "가나나나")]
    [InlineData("#{ name }님", "홍님")]
    [InlineData("첫 줄\n#{a}\n끝", "첫 줄\r\n값\r\n끝")]
    [InlineData("첫 줄\r\n#{a}\r\n끝", "첫 줄\n값\n끝")]
    [InlineData("첫 줄\r끝", "첫 줄\n끝")]
    [InlineData("🎉 #{a} 🎉", "🎉 축하 🎉 🎉")]
    [InlineData("열린 #{가 끝", "열린 #{가 끝")]
    public void Takes_what_can_have_come_from_it(string template, string text) =>
        Assert.Null(new TextPattern(template).Difference(text));

    /// <summary>The letter, and both excerpts.</summary>
    [Theory]
    [InlineData("주문이 접수되었습니다.", "주문이 취소되었습니다.", 5, "주문이 취소되었습니다.", "주문이 접수되었습니다.")]
    [InlineData("주문이 접수", "주문이 접수됨", 7, "주문이 접수됨", "주문이 접수")]
    [InlineData("주문이 접수됨", "주문이 접수", 7, "주문이 접수", "주문이 접수됨")]
    [InlineData("#{name}님, 주문", "홍길동씨, 주문", 4, "홍길동씨, 주문", "#{name}님, 주문")]
    [InlineData("안녕 #{n}님, 주문 #{o} 접수", "안녕 홍님, 주믄 7 접수", 9, "안녕 홍님, 주믄 7 접수", "안녕 #{n}님, 주문 #{o} 접수")]
    [InlineData("#{n}님, 주문 #{o}이 접수", "홍길동씨, 주문 7이 접수", 4, "홍길동씨, 주문 7이 접수", "#{n}님, 주문 #{o}이 …")]
    [InlineData("#{n}님 끝.", "홍님 끝. 감사합니다", 6, "홍님 끝. 감사합니다", "#{n}님 끝.")]
    [InlineData("#{n}님 안녕하세요", "", 1, "", "#{n}님 안녕하세요")]
    [InlineData("🎉🎉 #{a} 끝", "🎉🎊 값 끝", 2, "🎉🎊 값 끝", "🎉🎉 #{a} 끝")]
    [InlineData("가\r\n나 다", "가\n나 라", 5, "가\\n나 라", "가\\n나 다")]
    [InlineData("ab#{x}ba", "aba", 3, "aba", "ab#{x}ba")]
    public void Tells_the_first_letter_that_differs(string template, string text, int letter, string given, string wanted) =>
        Assert.Equal(new TextDifference(letter, given, wanted), new TextPattern(template).Difference(text));

    [Fact]
    public void Cuts_excerpts_around_the_place_and_no_letter_in_half()
    {
        var different = new TextPattern(new string('가', 100) + "😀" + new string('나', 100))
            .Difference(new string('가', 100) + "😁" + new string('나', 100));

        Assert.Equal((101, $"…{new string('가', 12)}😁{new string('나', 10)}…"), (different?.Letter, different?.Given));
    }

    /// <summary>Composed or not, a text that was read by the gateway is composed: see <see cref="Composed"/>.</summary>
    [Fact]
    public void Knows_composed_letters() =>
        Assert.Null(new TextPattern(Composed.Of("\u1112\u1161\u11ab#{a}")).Difference("한글"));

    /// <summary>Against what an engine that tries all ways says, over few letters, so that ways are many.</summary>
    [Fact]
    public void Agrees_with_trying_every_way()
    {
        var random = new Random(20261129);
        for (var i = 0; i < 20_000; i++)
        {
            var literals = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Letters(random, 3)).ToList();
            var text = Letters(random, 9);
            var way = new Regex($@"\A{string.Join("[ab]*", literals)}\z", RegexOptions.CultureInvariant);

            var taken = new TextPattern(string.Join("#{x}", literals)).Difference(text) is null;

            Assert.True(taken == way.IsMatch(text), $"{string.Join('*', literals)} {text} {taken}");
        }
    }

    /// <summary>What makes engines that try ways take years: many variables between letters that are all the same.</summary>
    [Fact]
    public void Takes_no_longer_for_a_hostile_text()
    {
        var template = string.Concat(Enumerable.Repeat("#{x}" + new string('a', 40), 100)) + "b";
        var text = new string('a', 9_999) + "c";
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(new TextPattern(template).Difference(text));
        }

        var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        Assert.True(took < TimeSpan.FromSeconds(5), took.ToString("c", CultureInfo.InvariantCulture));
    }

    private static string Letters(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));
}
