using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>Templates are made, found, changed and removed; one that no message could come from is refused with all its faults.</summary>
public sealed class KeepingTemplates(SharedGateway gateway)
{
    private const string Path = "/v1/templates";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Are_made_found_changed_and_removed()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var made = await tenant.Api.PostAsync(Path, $$"""{ {{AccountTemplates.AlimTalk}}, "fallback": { "channel": "sms", "text": "접수" } }""");
        var id = (string)made.Json["id"]!;

        Assert.Equal((201, "주문", "alimtalk", "order", "접수"), (made.Status, (string)made.Json["name"]!, (string)made.Json["channel"]!, (string)made.Json["kakao"]!["templateCode"]!, (string)made.Json["fallback"]!["text"]!));
        Assert.Equal(made.Text, (await tenant.Api.GetAsync($"{Path}/{id}")).Text);
        var changed = await tenant.Api.PatchAsync($"{Path}/{id}", """{ "text": "다른 글 #{order}", "fallback": null }""");
        Assert.Equal((200, "주문", "다른 글 #{order}", null), (changed.Status, (string)changed.Json["name"]!, (string)changed.Json["text"]!, changed.Json["fallback"]));
        Assert.Equal("order", (string)changed.Json["kakao"]!["templateCode"]!);
        var wrong = await tenant.Api.PatchAsync($"{Path}/{id}", """{ "name": "", "text": "#{", "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [ { "name": "a", "type": "wl" } ] } }""");
        Assert.Equal("422 /kakao/buttons/0/type invalid_button_type, /name required, /text unclosed_placeholder", wrong.Refusal());
        Assert.Equal(204, (await tenant.Api.DeleteAsync($"{Path}/{id}")).Status);
        Assert.Equal((404, 404, 404), ((await tenant.Api.GetAsync($"{Path}/{id}")).Status, (await tenant.Api.DeleteAsync($"{Path}/{id}")).Status, (await tenant.Api.PatchAsync($"{Path}/{id}", "{}")).Status));
        var log = (await tenant.Api.GetAsync("/v1/audit-log")).Json["items"]!.AsArray().Where(entry => (string)entry!["target"]! == id);
        Assert.Equal(["template.removed", "template.changed", "template.created"], log.Select(entry => (string)entry!["action"]!));
    }

    [Fact]
    public async Task Are_listed_newest_first_page_by_page_by_name_and_channel()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        foreach (var (name, channel) in new[] { ("a", "sms"), ("b", "lms"), ("한글", "sms") })
        {
            Assert.Equal(201, (await tenant.Api.PostAsync(Path, $$"""{ "name": "{{name}}", "channel": "{{channel}}", "text": "안녕" }""")).Status);
        }

        var first = await tenant.Api.GetAsync(Path + "?limit=2");
        var second = await tenant.Api.GetAsync($"{Path}?limit=2&cursor={first.Json["nextCursor"]}");

        Assert.Equal(("한글 b", "a"), (Names(first), Names(second)));
        Assert.Contains("\"nextCursor\":null", second.Text, StringComparison.Ordinal);
        Assert.Equal("한글 a", Names(await tenant.Api.GetAsync(Path + "?channel=sms")));
        Assert.Equal("한글", Names(await tenant.Api.GetAsync(Path + "?name=%E1%84%92%E1%85%A1%E1%86%AB%E1%84%80%E1%85%B3%E1%86%AF")));
        Assert.Equal("", Names(await tenant.Api.GetAsync(Path + "?name=A")));
        Assert.Equal("400 ?channel invalid_type", (await tenant.Api.GetAsync(Path + "?channel=SMS")).Refusal());
    }

    [Fact]
    public async Task Have_names_that_are_one_in_their_account_however_they_are_composed()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var other = await Tenant.CreateAsync(_admin);
        const string Body = """{ "name": "한글", "channel": "sms", "text": "a" }""";
        var decomposed = Body.Replace("한", "\u1112\u1161\u11ab", StringComparison.Ordinal);

        Assert.Equal(201, (await tenant.Api.PostAsync(Path, Body)).Status);
        Assert.Equal("409 /name template_exists", (await tenant.Api.PostAsync(Path, decomposed)).Refusal());
        Assert.Equal((201, 201), ((await other.Api.PostAsync(Path, Body)).Status, (await tenant.Api.PostAsync(Path, Body.Replace("한글", "한글2", StringComparison.Ordinal))).Status));
        var second = (await tenant.Api.GetAsync(Path + "?name=%ED%95%9C%EA%B8%802")).Json["items"]![0]!["id"];
        Assert.Equal("409 /name template_exists", (await tenant.Api.PatchAsync($"{Path}/{second}", """{ "name": "한글" }""")).Refusal());
    }

    [Fact]
    public async Task Have_codes_that_are_one_in_their_account()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.AlimTalk);

        var again = await tenant.Api.PostAsync(Path, $$"""{ {{AccountTemplates.AlimTalk.Replace("\"주문\"", "\"주문2\"", StringComparison.Ordinal)}} }""");

        Assert.Equal("409 /kakao/templateCode template_exists", again.Refusal());
    }

    [Fact]
    public async Task Are_made_once_when_many_come_at_once_and_once_for_a_key()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        const string Body = """{ "name": "a", "channel": "sms", "text": "a" }""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.Api.PostAsync(Path, Body)));
        Assert.Equal([201, 409, 409, 409, 409, 409, 409, 409], answers.Select(answer => answer.Status).Order());

        var keyed = Body.Replace("\"a\", \"channel\"", "\"b\", \"channel\"", StringComparison.Ordinal);
        var first = await tenant.Api.PostAsync(Path, keyed, ("Idempotency-Key", "k"));
        var again = await tenant.Api.PostAsync(Path, keyed, ("Idempotency-Key", "k"));
        Assert.Equal((201, first.Text, "true"), (again.Status, again.Text, again.Headers.GetValueOrDefault("Idempotency-Replayed")));
        Assert.Equal(2, (await tenant.Api.GetAsync(Path)).Json["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("{}", "422 /channel required, /name required")]
    [InlineData("""{ "name": "a", "channel": "sms" }""", "422 /text required")]
    [InlineData("""{ "name": " a", "channel": "sms", "text": "a" }""", "422 /name invalid_name")]
    [InlineData("""{ "name": "a\u0007b", "channel": "sms", "text": "a" }""", "422 /name invalid_character")]
    [InlineData("""{ "name": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "channel": "sms", "text": "a" }""", "422 /name invalid_name")]
    [InlineData("""{ "name": "a", "channel": "sms", "text": "a #{b" }""", "422 /text unclosed_placeholder")]
    [InlineData("""{ "name": "a", "channel": "sms", "text": "a #{} b" }""", "422 /text invalid_placeholder")]
    [InlineData("""{ "name": "a", "channel": "sms", "text": "a #{b #{c} d" }""", "422 /text invalid_placeholder")]
    [InlineData("""{ "name": "a", "channel": "sms", "text": "a", "subject": "b", "kakao": { "senderKey": "k" } }""", "422 /kakao unsupported_by_channel, /subject unsupported_by_channel")]
    [InlineData("""{ "name": "a", "channel": "sms", "text": "😀 #{a}" }""", "422 /text unmappable_text")]
    [InlineData("""{ "name": "a", "channel": "alimtalk", "text": "a" }""", "422 /kakao/senderKey required, /kakao/templateCode required")]
    [InlineData("""
        { "name": "a", "channel": "alimtalk", "text": "a #{", "kakao": { "senderKey": "k", "templateCode": "t",
          "buttons": [ { "name": "#{b", "type": "WL", "urlMobile": "m.example.com/#{c}" }, { "name": "x", "type": "ZZ" } ] } }
        """, "422 /kakao/buttons/0/name unclosed_placeholder, /kakao/buttons/0/urlMobile invalid_link, /kakao/buttons/1/type invalid_button_type, /text unclosed_placeholder")]
    [InlineData("""{ "name": "a", "channel": "sms", "text": "a", "fallback": { "channel": "fax", "by": "gateway" } }""", "422 /fallback/channel unsupported_by_channel")]
    [InlineData("""{ "name": 5, "channel": "smoke", "texts": "a" }""", "400 /channel invalid_type, /name invalid_type, /texts unknown_field")]
    public async Task Tell_every_fault(string body, string refusal)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        Assert.Equal(refusal, (await tenant.Api.PostAsync(Path, body)).Refusal());
        Assert.Empty((await tenant.Api.GetAsync(Path)).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("name", 100)]
    [InlineData("sms", 90)]
    [InlineData("alimtalk", 1300)]
    public async Task Are_taken_at_each_limit_and_refused_beyond_it(string what, int most)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        Assert.Equal(201, (await tenant.Api.PostAsync(Path, Body(most))).Status);
        var beyond = await tenant.Api.PostAsync(Path, Body(most + 1));

        Assert.Equal($"422 {(what == "name" ? "/name" : "/text")} too_long", beyond.Refusal());

        string Body(int length) => what switch
        {
            "name" => $$"""{ "name": "{{new string('가', length)}}", "channel": "sms", "text": "a" }""",
            "sms" => $$"""{ "name": "a{{length}}", "channel": "sms", "text": "#{a}{{new string('x', length)}}#{b}" }""",
            _ => $$"""{ "name": "a{{length}}", "channel": "alimtalk", "text": "#{a}{{new string('가', length)}}", "kakao": { "senderKey": "k", "templateCode": "t{{length}}" } }""",
        };
    }

    [Fact]
    public async Task Are_the_account_s_own_and_the_operator_s_to_manage()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var other = await Tenant.CreateAsync(_admin);
        using var sender = await Tenant.CreateAsync(_admin, key: """ "scopes": ["messages:send", "messages:read"] """);
        var id = await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);

        Assert.Equal("안내", Names(await tenant.Api.GetAsync(Path)));
        Assert.Equal("안내", Names(await _admin.GetAsync($"{Path}?accountId={tenant.Id}")));
        Assert.Equal((404, 404, 404), ((await other.Api.GetAsync($"{Path}/{id}")).Status, (await other.Api.PatchAsync($"{Path}/{id}", "{}")).Status, (await other.Api.DeleteAsync($"{Path}/{id}")).Status));
        Assert.Equal(404, (await other.Api.GetAsync($"{Path}?accountId={tenant.Id}")).Status);
        Assert.Equal("422 /accountId unknown_account", (await other.Api.PostAsync(Path, $$"""{ {{AccountTemplates.Sms}}, "accountId": "{{tenant.Id}}" }""")).Refusal());
        Assert.Equal((403, 403), ((await sender.Api.GetAsync(Path)).Status, (await sender.Api.PostAsync(Path, "{}")).Status));
        Assert.Equal(200, (await _admin.PatchAsync($"{Path}/{id}", """{ "text": "새 글" }""")).Status);
    }

    private static string Names(Answer answer) =>
        string.Join(' ', answer.Json["items"]!.AsArray().Select((JsonNode? item) => (string)item!["name"]!));
}
