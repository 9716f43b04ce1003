using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Texts as phones, browsers and office programs give them: what goes as it is, what is replaced, what is named.</summary>
public sealed class TextsAsPeopleCopyThem(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    /// <summary>What stands in the vendor's row with <c>onUnmappable: replace</c>.</summary>
    [Theory]
    [InlineData("1️⃣ 접수 2️⃣ 확인", "1 접수 2 확인")]
    [InlineData("❤️ 감사합니다 ☎️ 010", "♥ 감사합니다 ☎ 010")]
    [InlineData("ﾡﾢ ﾤￂ", "ㄱㄲ ㄴㅏ")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af \uD558", "한글 하")]
    [InlineData("Ｈｅｌｌｏ　１２３", "Ｈｅｌｌｏ　１２３")]
    [InlineData("café naïve Ångström", "cafe naive \u212Bngstrom")]
    [InlineData("10%\u00a0할인\u2009★\u202f끝", "10% 할인 ★ 끝")]
    [InlineData("첫째\u2028둘째\u2029셋째", "첫째\n둘째\n셋째")]
    [InlineData("⑯번 ㉠ ㈜", "(16)번 ㉠ ㈜")]
    [InlineData("㊗ 축하", null, "U+3297")]
    [InlineData("가족 👨‍👩‍👧 사진", null, "U+1F468", "U+200D")]
    [InlineData("🇰🇷 👍🏽", null, "U+1F1F0", "U+1F3FD")]
    [InlineData("\uE0A1 전화", null, "U+E0A1 (no letter)")]
    [InlineData("\u1112\u119e\u11ab 글", null, "U+119E")]
    public async Task Are_written_or_named(string text, string? written, params string[] named)
    {
        using var tenant = await Tenant.CreateAsync(_api, key: """ "test": true """);
        var json = JsonValue.Create(text).ToJsonString();

        var plain = await tenant.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": {{json}} }""");
        var sent = await tenant.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": {{json}}, "onUnmappable": "replace" }""");

        if (named.Length > 0)
        {
            Assert.Equal("422 unmappable_text", $"{plain.Status} {plain.Json["errors"]?[0]!["code"]}");
            Assert.All(named, letter => Assert.Contains(letter, (string)plain.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal));
            Assert.Equal("422 unmappable_text", $"{sent.Status} {sent.Json["errors"]![0]!["code"]}");
            return;
        }

        Assert.True(sent.Status == 202, sent.ToString());
        var message = await tenant.Api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}");
        Assert.Equal(written, (string)message.Json["text"]!);
    }

    /// <summary>The law wants it exactly so; what is only like it is refused, and told how it is written.</summary>
    [Theory]
    [InlineData("(광 고)")]
    [InlineData("[광고]")]
    [InlineData("（광고）")]
    [InlineData("<광고>")]
    [InlineData("광고)")]
    [InlineData("(광고 )")]
    [InlineData("(AD)")]
    public async Task Are_no_advertisements_with_another_mark(string mark)
    {
        using var tenant = await Tenant.CreateAsync(_api, settings: """, "advertisementMarks": true """);

        var answer = await tenant.Api.PostAsync(
            "/v1/messages",
            $$"""{ "channel": "lms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "purpose": "advertisement", "text": "{{mark}} 할인 무료수신거부 080-123-4567" }""");

        Assert.Equal("422 advertisement_mark_missing", $"{answer.Status} {answer.Json["errors"]![0]!["code"]}");
        Assert.Contains("(광고)", answer.Text, StringComparison.Ordinal);
        Assert.Contains("exactly so", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>One person, also where somebody wrote more than a number would need.</summary>
    [Theory]
    [InlineData("010-1234-1234.", "01012341234")]
    [InlineData("010-1234-1234-", "01012341234")]
    [InlineData("+ 82 10 1234 1234", "01012341234")]
    [InlineData("+82.10.1234.1234", "01012341234")]
    [InlineData("(82) 10-1234-1234", "01012341234")]
    [InlineData("{010}-1234-1234", "01012341234")]
    [InlineData("010\u2011\u00a01234\u2011\u00a01234", "01012341234")]
    [InlineData("Tel : 010-1234-1234", null)]
    [InlineData("HP 010-1234-1234", null)]
    [InlineData("010-1234-1234 (본인)", null)]
    [InlineData("O10-1234-1234", null)]
    [InlineData("010/1234/1234", null)]
    [InlineData("=\"01012341234\"", null)]
    [InlineData("☎010-1234-1234", null)]
    [InlineData("++82 10 1234 1234", null)]
    [InlineData("001-82-10-1234-1234", null)]
    public async Task Have_numbers_that_are_read_or_told_letter_by_letter(string number, string? digits)
    {
        using var tenant = await Tenant.CreateAsync(_api, key: """ "test": true """);

        var answer = await tenant.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": {{JsonValue.Create(number).ToJsonString()}}, "text": "a" }""");

        if (digits is null)
        {
            Assert.Equal("422 invalid_phone", $"{answer.Status} {answer.Json["errors"]![0]!["code"]}");
        }
        else
        {
            Assert.Equal(digits, answer.Status == 202 ? (string)answer.Json["messages"]![0]!["to"]! : answer.ToString());
        }
    }
}
