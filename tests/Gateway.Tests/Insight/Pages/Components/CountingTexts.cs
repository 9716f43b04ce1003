using Bunit;
using Gateway.Insight.Console.Pages.Sending;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight.Pages.Components;

/// <summary>What stands below a text while somebody writes it.</summary>
public sealed class CountingTexts : IDisposable
{
    private readonly ComponentWorld _world = new();
    private readonly Draft _draft = new();
    private int _changes;

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("", "0", "90")]
    [InlineData("abc", "3", "90")]
    [InlineData("안녕 a", "6", "90")]
    [InlineData("가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다", "90", "90")]
    public void Counts_hangul_as_two_bytes(string text, string count, string limit)
    {
        var shown = Render();

        shown.Find("textarea").Input(text);

        Assert.Equal($"{count} / {limit} bytes", Count(shown));
        Assert.Empty(shown.FindAll(".over"));
    }

    [Fact]
    public void Offers_lms_when_an_sms_is_too_long()
    {
        var shown = Render();
        shown.Find("textarea").Input(new string('가', 46));
        Assert.Contains("2 bytes over", shown.Find("span.over").TextContent, StringComparison.Ordinal);
        Assert.NotNull(shown.Find(".bytes.over"));

        shown.Find("span.over button").Click();

        Assert.Equal(Channel.Lms, _draft.Channel);
        Assert.Equal("92 / 2,000 bytes", Count(shown));
        Assert.Equal(2, _changes);
    }

    [Fact]
    public void Offers_no_lms_where_the_server_changes_the_channel_by_itself()
    {
        _draft.Upgrades = true;
        var shown = Render();

        shown.Find("textarea").Input(new string('가', 46));

        Assert.Empty(shown.FindAll("span.over button"));
    }

    [Fact]
    public void Counts_characters_of_kakao_messages()
    {
        _draft.Channel = Channel.AlimTalk;
        var shown = Render();

        shown.Find("textarea").Input("안녕 a");

        Assert.Equal("4 / 1,300 characters", Count(shown));
    }

    [Fact]
    public void Counts_the_first_line_of_a_file_where_variables_have_values()
    {
        var shown = Render(("이름", "홍길동"));

        shown.Find("textarea").Input("#{이름}님, #{금액}원");

        Assert.Equal("19 / 90 bytes (first line)", Count(shown));
    }

    [Fact]
    public void Names_the_letters_that_phones_lack_and_replaces_them_all()
    {
        var shown = Render();
        shown.Find("textarea").Input("안녕\u00a0하세요 \u2713");
        Assert.Equal(["U+00A0", "U+2713"], shown.FindAll(".letters .mono").Select(letter => letter.TextContent));

        shown.Find(".letters button").Click();

        Assert.StartsWith("안녕 하세요 ", _draft.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u00a0', _draft.Text);
    }

    [Fact]
    public void Shows_what_the_server_found_wrong_beside_the_text()
    {
        _draft.Faults = [new("/text", "required", "A text is needed.")];

        var shown = Render();

        Assert.Equal("A text is needed.", shown.Find("#text-fault").TextContent);
        Assert.Equal("true", shown.Find("textarea").GetAttribute("aria-invalid"));
    }

    private IRenderedComponent<TextPart> Render(params (string Name, string Value)[] values) =>
        _world.Render<TextPart>(parameters => parameters
            .Add(part => part.Draft, _draft)
            .Add(part => part.Offered, [.. values.Select(value => value.Name)])
            .Add(part => part.Values, values.ToDictionary(value => value.Name, value => value.Value))
            .Add(part => part.Changed, () => _changes++));

    private static string Count(IRenderedComponent<TextPart> shown) =>
        shown.Find("#text-count span").TextContent.Trim();
}
