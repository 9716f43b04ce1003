using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>Templates of an account whose key is a test key: they are written by the operator.</summary>
internal static class AccountTemplates
{
    public const string TestKey = """ "test": true """;

    public const string Sms = """ "name": "안내", "channel": "sms", "text": "#{name}님, #{time}에 뵙겠습니다." """;

    public const string AlimTalk = """
        "name": "주문", "channel": "alimtalk", "text": "#{name}님, 주문 #{order}이 접수되었습니다.",
        "kakao": { "senderKey": "key", "templateCode": "order",
          "buttons": [ { "name": "주문 보기", "type": "WL", "urlMobile": "https://m.example.com/o/#{order}" } ] }
        """;

    /// <summary>Its id.</summary>
    public static async Task<string> AddTemplateAsync(this Api admin, Tenant tenant, string fields)
    {
        var answer = await admin.PostAsync("/v1/templates", $$"""{ {{fields}}, "accountId": "{{tenant.Id}}" }""");
        Assert.True(answer.Status == 201, answer.ToString());
        return (string)answer.Json["id"]!;
    }

    public static Task<Answer> PatchAsync(this Api api, string path, string json) =>
        api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(json, null, "application/json") });

    /// <summary><c>422 /template unknown_template</c>: the status, and each fault.</summary>
    public static string Refusal(this Answer answer) => answer.Status < 400
        ? answer.ToString()
        : $"{answer.Status} {string.Join(", ", (answer.Json["errors"]?.AsArray() ?? []).Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))}".Trim();

    /// <summary>The texts of all messages of the account, in order of their numbers.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(this Tenant tenant)
    {
        var items = (await tenant.Api.GetAsync("/v1/messages?limit=200")).Json["items"]!.AsArray();
        return [.. items.Select(item => $"{item!["to"]!["phone"]} {item["channel"]} {item["text"]}").Order(StringComparer.Ordinal)];
    }
}
