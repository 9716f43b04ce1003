using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>The pages that manage something, with something to manage.</summary>
internal static partial class ManagedPages
{
    private static readonly string[] Fixed =
    [
        "more", "templates", "templates/new", "templates/import", "statistics", "statistics?interval=hour&by=channel",
        "statistics/reconciliation", "webhooks", "webhooks/new", "webhooks/failing", "received", "received/faxes", "result-codes",
        "result-codes?q=E_OK", "accounts", "accounts/new", "accounts/usage", "senders", "optouts", "audit", "jobs",
    ];

    /// <summary>Their addresses, after there is something to see on each.</summary>
    public static async Task<IReadOnlyList<string>> PathsAsync(ConsoleWorld world)
    {
        var admin = await world.AdminAsync();
        await world.ReceiveAsync("01055500021", "내일 예약을 모레로 바꿔 주세요.");
        var own = Guid.NewGuid().ToString()[..4];
        var template = await MakeAsync(admin, "/v1/templates", $$"""
            { "name": "배송 안내 {{own}}", "channel": "alimtalk", "text": "[예시몰]\n#{이름}님, 주문하신 상품이 오늘 출발했습니다.\n운송장: #{번호}",
              "kakao": { "senderKey": "5c76f3c2a1b04d77", "templateCode": "ship-{{own}}", "buttons": [ { "name": "배송 조회", "type": "WL", "urlMobile": "https://example.com/#{번호}" } ] },
              "fallback": { "channel": "sms" } }
            """);

        // Nobody listens there: it fails, as endpoints do.
        var webhook = await MakeAsync(admin, "/v1/webhooks", """{ "url": "http://127.0.0.1:9/hooks", "events": ["webhook.test"], "description": "주문 시스템" }""");
        await admin.PostAsync($"/v1/webhooks/{webhook}/test", "");
        await Eventually.BeAsync(async () => (await admin.GetAsync($"/v1/webhooks/{webhook}")).Json["failingSince"] is not null, "an attempt has failed");
        var account = await MakeAsync(admin, "/v1/accounts", $$"""{ "name": "예시몰 {{own}}", "channels": ["sms", "lms", "alimtalk"], "dailyQuota": 10000, "prices": { "sms": 8.4, "alimtalk": 6.5 } }""");
        var key = await MakeAsync(admin, $"/v1/accounts/{account}/keys", """{ "name": "주문 서버", "allowedAddresses": ["203.0.113.0/24"] }""");
        await MakeAsync(admin, $"/v1/accounts/{account}/keys", """{ "name": "시험", "test": true }""");
        await admin.PostAsync("/v1/senders", """{ "number": "1577-7985", "comment": "대표번호" }""");
        await admin.PostAsync("/v1/optouts", """{ "number": "010-5550-0099", "comment": "080 수신거부" }""");
        return
        [
            .. Fixed, $"templates/{template}", $"templates/{template}/edit", $"webhooks/{webhook}", $"accounts/{account}",
            $"accounts/{account}/keys/new", $"accounts/{account}/keys/{key}",
        ];
    }

    /// <summary>A page that is little more than a form of the same fields as others.</summary>
    public static bool IsForm(string path) => Forms().IsMatch(path);

    /// <summary>What a picture of a page is called.</summary>
    public static string NameOf(string path) =>
        path == "" ? "overview" : Marks().Replace(Ids().Replace(path, "one"), "-").Trim('-');

    private static async Task<string> MakeAsync(Api admin, string path, string json)
    {
        var made = await admin.PostAsync(path, json);
        Assert.True(made.Status == 201, made.ToString());
        return (string)made.Json["id"]!;
    }

    [GeneratedRegex("/(new|import|edit|keys)")]
    private static partial Regex Forms();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Marks();
}
