using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>An alimtalk that is registered must come from its template, and an account may send no other ones.</summary>
public sealed class HoldingAgainstTemplates(SharedGateway gateway)
{
    private const string Kakao = """ "senderKey": "key", "templateCode": "order" """;

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("홍길동님, 주문 7이 접수되었습니다.")]
    [InlineData("님, 주문 이 접수되었습니다.")]
    [InlineData("여러\\r\\n줄님, 주문 #7이 접수되었습니다.")]
    public async Task Takes_what_comes_from_it(string text)
    {
        using var tenant = await RegisteredAsync();

        Assert.Equal(202, (await SendAsync(tenant, text)).Status);
    }

    [Theory]
    [InlineData("홍길동씨, 주문 7이 접수되었습니다.", "At letter 4 ", "Here: \"홍길동씨, 주문 7이 접수되…\"; there: \"#{name}님, 주문 #{orde…\"")]
    [InlineData("홍길동님, 주문 7이 접수됐습니다.", "At letter 15 ", "Here: \"…동님, 주문 7이 접수됐습니다.\"; there: \"…#{order}이 접수되었습니다.\"")]
    [InlineData("홍길동님, 주문 7이 접수되었습니다. 고맙습니다.", "At letter 21 ", "Here: \"… 7이 접수되었습니다. 고맙습니다.\"; there: \"…r}이 접수되었습니다.\"")]
    public async Task Tells_the_first_letter_that_does_not(string text, string letter, string excerpts)
    {
        using var tenant = await RegisteredAsync();

        var refused = await SendAsync(tenant, text);

        Assert.Equal("422 /text template_mismatch", refused.Refusal());
        var detail = (string)refused.Json["errors"]![0]!["detail"]!;
        Assert.StartsWith(letter, detail, StringComparison.Ordinal);
        Assert.Contains(excerpts, detail, StringComparison.Ordinal);
        Assert.Contains("'주문'", detail, StringComparison.Ordinal);
    }

    /// <summary>Where each recipient has a text of its own, it is told at the recipient.</summary>
    [Fact]
    public async Task Tells_the_recipient_whose_text_does_not_come_from_it()
    {
        using var tenant = await RegisteredAsync();

        var refused = await tenant.Api.PostAsync("/v1/messages", $$"""
            { "channel": "alimtalk", "from": "15777985", "text": "홍#{who} 주문 7이 접수되었습니다.", "kakao": { {{Kakao}} },
              "to": [ { "phone": "01012340001", "variables": { "who": "길동님," } }, { "phone": "01012340002", "variables": { "who": "길동씨," } } ] }
            """);

        Assert.Equal("422 /to/1/variables template_mismatch", refused.Refusal());
    }

    [Theory]
    [InlineData("""[ { "name": "주문 보기", "type": "WL", "urlMobile": "https://m.example.com/o/7" } ]""", "")]
    [InlineData("""[ { "name": "주문 조회", "type": "WL", "urlMobile": "https://m.example.com/o/7" } ]""", "/kakao/buttons/0/name")]
    [InlineData("""[ { "name": "주문 보기", "type": "WL", "urlMobile": "https://m.example.com/p/7", "urlPc": "https://example.com" } ]""", "/kakao/buttons/0/urlMobile, /kakao/buttons/0/urlPc")]
    [InlineData("""[ { "name": "주문 보기", "type": "MD" } ]""", "/kakao/buttons/0/type")]
    [InlineData("""[ { "name": "주문 보기", "type": "WL", "urlMobile": "https://m.example.com/o/7" }, { "name": "a", "type": "BK" } ]""", "/kakao/buttons")]
    public async Task Compares_the_buttons_that_are_given(string buttons, string pointers)
    {
        using var tenant = await RegisteredAsync();

        var answer = await SendAsync(tenant, "홍님, 주문 7이 접수되었습니다.", $$""", "buttons": {{buttons}}""");

        var refusal = pointers.Length == 0 ? "" : "422 " + string.Join(", ", pointers.Split(", ").Select(pointer => $"{pointer} template_mismatch"));
        Assert.Equal(refusal, answer.Status == 202 ? "" : answer.Refusal());
    }

    [Fact]
    public async Task Compares_batches_and_uploads_too()
    {
        using var tenant = await RegisteredAsync();

        var batch = await tenant.Api.PostAsync("/v1/batches", $$"""
            { "defaults": { "channel": "alimtalk", "from": "15777985", "kakao": { {{Kakao}} } },
              "messages": [ { "to": "01012340001", "text": "홍님, 주문 7이 접수되었습니다." }, { "to": "01012340002", "text": "다른 글" } ] }
            """);
        var lines = $$"""
            { "to": "01012340001", "text": "홍님, 주문 7이 접수되었습니다.", "kakao": { {{Kakao}} } }
            { "to": "01012340002", "text": "다른 글", "kakao": { {{Kakao}} } }
            """;
        var upload = await tenant.Api.PostAsync("/v1/batches?channel=alimtalk&from=15777985", Encoding.UTF8.GetBytes(lines), "application/x-ndjson");

        Assert.Equal("422 /messages/1/text template_mismatch", batch.Refusal());
        Assert.Equal("202 1 1", upload.Said());
        Assert.Equal(["2 template_mismatch /text"], upload.Faults());
    }

    [Fact]
    public async Task Leaves_other_codes_other_keys_and_other_accounts_alone()
    {
        using var tenant = await RegisteredAsync();
        using var other = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);

        Assert.Equal(202, (await SendAsync(other, "아무 글")).Status);
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Body("아무 글", """ "senderKey": "key", "templateCode": "other" """))).Status);
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Body("아무 글", """ "senderKey": "other", "templateCode": "order" """))).Status);
    }

    [Fact]
    public async Task Refuses_unregistered_ones_where_the_account_says_so()
    {
        using var tenant = await RegisteredAsync(""", "enforceTemplates": true """);

        var unregistered = await tenant.Api.PostAsync("/v1/messages", Body("아무 글", """ "senderKey": "key", "templateCode": "other" """));
        await _admin.AddTemplateAsync(tenant, """ "name": "새", "channel": "alimtalk", "text": "아무 글", "kakao": { "senderKey": "key", "templateCode": "other" } """);
        var registered = await tenant.Api.PostAsync("/v1/messages", Body("아무 글", """ "senderKey": "key", "templateCode": "other" """));
        var sms = await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "아무 글" }""");

        Assert.Equal("422 /kakao/templateCode unregistered_template", unregistered.Refusal());
        Assert.Equal((202, 202, 202), (registered.Status, sms.Status, (await SendAsync(tenant, "홍님, 주문 7이 접수되었습니다.")).Status));
        Assert.True((bool)(await _admin.GetAsync($"/v1/accounts/{tenant.Id}")).Json["enforceTemplates"]!);
    }

    /// <summary>A template that Kakao approved anew is changed here, and what is sent from then on is held against it.</summary>
    [Fact]
    public async Task Follows_a_change_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        var id = await _admin.AddTemplateAsync(tenant, AccountTemplates.AlimTalk);
        Assert.Equal(422, (await SendAsync(tenant, "새 글")).Status);

        Assert.Equal(200, (await _admin.PatchAsync($"/v1/templates/{id}", """{ "text": "새 글" }""")).Status);
        Assert.Equal(202, (await SendAsync(tenant, "새 글")).Status);

        Assert.Equal(204, (await _admin.DeleteAsync($"/v1/templates/{id}")).Status);
        Assert.Equal(202, (await SendAsync(tenant, "또 다른 글")).Status);
    }

    private async Task<Tenant> RegisteredAsync(string settings = "")
    {
        var tenant = await Tenant.CreateAsync(_admin, settings, AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.AlimTalk);
        return tenant;
    }

    private static Task<Answer> SendAsync(Tenant tenant, string text, string more = "") =>
        tenant.Api.PostAsync("/v1/messages", Body(text, Kakao + more));

    private static string Body(string text, string kakao) =>
        $$"""{ "channel": "alimtalk", "from": "15777985", "to": "01012341234", "text": "{{text}}", "kakao": { {{kakao}} } }""";
}
