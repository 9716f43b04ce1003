using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Platform.Errors;
using Gateway.Tests.Architecture.Reference;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>With <c>Accept-Language: ko</c> problems say in Korean what they say in English.</summary>
public sealed partial class SpeakingKorean(SharedGateway gateway)
{
    private const string NotAPhone = "메시지를 받을 수 있는 전화번호가 아닙니다.";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public void Has_a_title_and_a_detail_for_each_problem() => Assert.Empty(
        from code in ErrorCode.All
        where !Hangul().IsMatch(KoreanWords.Title(code) ?? "") || !Hangul().IsMatch(KoreanWords.Detail(code, null) ?? "")
        select code.Code);

    [Fact]
    public void Has_words_for_each_fault()
    {
        Assert.True(FaultCodes.All.Count > 60, $"{FaultCodes.All.Count} codes");
        Assert.Empty(from code in FaultCodes.All where !Hangul().IsMatch(KoreanWords.Fault(code) ?? "") select code);
    }

    [Fact]
    public async Task Keeps_the_code_and_what_only_this_request_knows()
    {
        var answer = await AskAsync(HttpMethod.Get, "/v1/messages/01a1faec-0000-7000-8000-000000000000", "ko-KR");

        Assert.Equal(404, answer.Status);
        Assert.Equal("ko", answer.Headers["Content-Language"]);
        Assert.Equal("not_found", (string?)answer.Json["code"]);
        Assert.Equal("찾을 수 없습니다.", (string?)answer.Json["title"]);
        Assert.StartsWith("주소와 id를 확인하세요.", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_each_fault_and_its_exact_words()
    {
        var answer = await AskAsync(HttpMethod.Post, "/v1/messages", "ko", Json("""{ "channel": "sms", "text": "a", "to": "010-1" }"""));

        var fault = answer.Json["errors"]!.AsArray().Single(one => (string?)one!["code"] == "invalid_phone")!;
        Assert.Equal(422, answer.Status);
        Assert.Equal("요청 내용이 올바르지 않습니다.", (string?)answer.Json["title"]);
        Assert.Matches(@"^오류가 \d개 있습니다\.$", (string?)answer.Json["detail"]);
        Assert.Matches(@"^메시지를 받을 수 있는 전화번호가 아닙니다\. \(.*11 digits.*\)$", (string?)fault["detail"]);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_the_lines_of_a_file()
    {
        const string Lines = "to,text\n01012341234,a\n12,b\n";
        var upload = await AskAsync(HttpMethod.Post, "/v1/batches?channel=sms&from=15777985", "ko", Table(Lines));
        var batch = $"/v1/batches/{upload.Json["id"]}";

        var view = await AskAsync(HttpMethod.Get, batch, "ko");
        var rejects = await AskAsync(HttpMethod.Get, batch + "/rejects", "ko");
        var english = await AskAsync(HttpMethod.Get, batch + "/rejects", "en");

        Assert.Equal((202, "ko"), (upload.Status, upload.Headers["Content-Language"]));
        Assert.StartsWith(NotAPhone, (string?)upload.Json["errors"]![0]!["detail"], StringComparison.Ordinal);
        Assert.StartsWith(NotAPhone, (string?)view.Json["errors"]![0]!["detail"], StringComparison.Ordinal);
        Assert.Contains(NotAPhone, rejects.Text, StringComparison.Ordinal);
        Assert.Equal("ko", rejects.Headers["Content-Language"]);
        Assert.DoesNotMatch(Hangul(), english.Text);
    }

    [Fact]
    public async Task Says_what_an_upload_is_warned_of()
    {
        const string Query = "/v1/batches?channel=sms&from=15777985&text=%23%7Ba%7D%24%7Bb%7D";

        var sent = await AskAsync(HttpMethod.Post, Query, "ko", Table("to,a\n01012341234,\n"));
        var tried = await AskAsync(HttpMethod.Post, Query + "&dryRun=true", "ko", Table("to,a\n01012341234,\n"));

        foreach (var answer in new[] { sent, tried })
        {
            var warnings = answer.Json["warnings"]!.AsArray().Select(warning => (string)warning!["detail"]!).ToList();
            Assert.Equal(2, warnings.Count);
            Assert.All(warnings, warning => Assert.Matches(Hangul(), warning));
        }
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("", "오류가 1개 있습니다.")]
    public async Task Says_what_a_dry_run_would_refuse(string text, string? refusal)
    {
        var lines = $"to,text\n01012341234,a\n12,b\n01012341235,{text}\n";

        var upload = await AskAsync(
            HttpMethod.Post, "/v1/batches?channel=sms&from=15777985&dryRun=true", "ko", Table(lines));
        var single = await AskAsync(
            HttpMethod.Post,
            "/v1/messages?dryRun=true",
            "ko",
            Json($$"""{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "{{text}}" }"""));

        Assert.StartsWith(NotAPhone, (string?)upload.Json["errors"]![0]!["detail"], StringComparison.Ordinal);
        Assert.Equal(refusal, (string?)single.Json["refusal"]?["detail"]);
        Assert.All(single.Json["errors"]!.AsArray(), fault => Assert.Matches(Hangul(), (string?)fault!["detail"]));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("en, ko;q=0.5")]
    [InlineData("ja")]
    public async Task Speaks_English_to_all_others(string language)
    {
        var answer = await AskAsync(HttpMethod.Get, "/v1/messages/01a1faec-0000-7000-8000-000000000000", language);

        Assert.Equal(("Not found.", false), ((string?)answer.Json["title"], answer.Headers.ContainsKey("Content-Language")));
        Assert.DoesNotMatch(Hangul(), answer.Text);
    }

    private static JsonContent Json(string body) => JsonContent.Create(JsonNode.Parse(body));

    private static StringContent Table(string lines) => new(lines, Encoding.UTF8, "text/csv");

    private Task<Answer> AskAsync(HttpMethod method, string path, string language, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("Accept-Language", language);
        return _api.SendAsync(request);
    }

    [GeneratedRegex("[가-힣]")]
    private static partial Regex Hangul();
}
