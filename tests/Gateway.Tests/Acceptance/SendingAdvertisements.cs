using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>What an advertisement is, and when it is meant to be sent.</summary>
public sealed class SendingAdvertisements(SharedGateway gateway)
{
    private const string Ad = """, "purpose": "advertisement" """;

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Holds_a_reservation_for_the_night_until_the_morning_after_and_moves_with_it()
    {
        var id = await _api.SendAdvertisementAsync("kpg", more: $", \"scheduledAt\": \"{Day(2)}T23:00:00+09:00\", \"expireHours\": 5");
        Assert.Equal(("scheduled", $"{Day(2)}T14:00:00.000Z", $"{Day(2)}T23:00:00.000Z", $"{Day(3)}T04:00:00.000Z"), await TimesAsync(id));

        await MoveAsync(id, $"{Day(2)}T12:00:00+09:00");
        Assert.Equal(("scheduled", $"{Day(2)}T03:00:00.000Z", null, $"{Day(2)}T08:00:00.000Z"), await TimesAsync(id));

        await MoveAsync(id, $"{Day(3)}T07:59:00+09:00");
        Assert.Equal(("scheduled", $"{Day(2)}T22:59:00.000Z", $"{Day(2)}T23:00:00.000Z", $"{Day(3)}T04:00:00.000Z"), await TimesAsync(id));
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE message_id = '{id}' AND due_at = '{Day(2)}T23:00:00Z' AND expires_at = '{Day(3)}T04:00:00Z'"));
    }

    [Fact]
    public async Task Sends_other_messages_at_any_hour()
    {
        var id = await _api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{Day(2)}T23:00:00+09:00\"");
        await MoveAsync(id, $"{Day(3)}T02:00:00+09:00");

        var json = (await _api.GetAsync($"/v1/messages/{id}")).Json;

        Assert.Equal(("transactional", null), ((string?)json["purpose"], (string?)json["heldUntil"]));
    }

    [Fact]
    public async Task Takes_the_purpose_from_a_column_or_the_query_of_an_upload()
    {
        var column = await _api.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kpg", "to,text,purpose,scheduledAt\n01012341234,(광고) 안녕 무료거부 0801234567,advertisement,2099-01-01T00:00:00+09:00\n01012341234,안녕,no,\n"u8.ToArray(), "text/csv");
        Assert.Equal("schedule_too_far,invalid_type", string.Join(",", column.Json["errors"]!.AsArray().Select(fault => (string?)fault!["code"])));
        var query = await _api.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kpg&purpose=advertisement", System.Text.Encoding.UTF8.GetBytes($"to,text,scheduledAt\n01012341234,{Api.AdvertisementText},{Day(2)}T23:00:00+09:00\n"), "text/csv");

        var message = (await _api.GetAsync($"/v1/messages?batchId={query.Json["id"]}")).Json["items"]![0]!;

        Assert.Equal(("advertisement", $"{Day(2)}T23:00:00.000Z"), ((string?)message["purpose"], (string?)message["heldUntil"]));
    }

    [Fact]
    public async Task Refuses_a_purpose_that_its_kakao_flag_contradicts()
    {
        await using var world = await EveryChannelAsync();

        var answer = await world.Api.PostAsync("/v1/messages", FriendTalk(""", "ad": false """, Ad));

        Assert.Equal((422, "/kakao/ad contradicts_purpose"), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
        var flagged = await world.Api.PostAsync("/v1/messages", FriendTalk(""", "ad": true """, $", \"scheduledAt\": \"{Day(2)}T20:55:00+09:00\""));
        var message = (await world.Api.GetAsync($"/v1/messages/{flagged.Json["messages"]![0]!["id"]}")).Json;
        Assert.Equal(("advertisement", $"{Day(2)}T23:00:00.000Z"), ((string?)message["purpose"], (string?)message["heldUntil"]));
    }

    [Fact]
    public async Task Checks_the_marks_of_the_law_where_the_account_wants_it()
    {
        using var strict = await Tenant.CreateAsync(_api, """, "advertisementMarks": true """);

        Assert.Equal("/text advertisement_mark_missing,/text optout_notice_missing", await FaultsAsync(strict.Api, "할인", Ad));
        Assert.Equal("/text advertisement_mark_missing", await FaultsAsync(strict.Api, "할인 (광고) 무료수신거부 0801234567", Ad));
        Assert.Equal("", await FaultsAsync(strict.Api, "(광고) 할인 무료 수신거부 0801234567", Ad));
        Assert.Equal("", await FaultsAsync(strict.Api, "인증번호", ""));
        using var free = await Tenant.CreateAsync(_api, """, "advertisementMarks": false """);
        Assert.Equal("", await FaultsAsync(free.Api, "할인", Ad));
    }

    [Theory]
    [InlineData("무료수신거부 080-123-4567", "")]
    [InlineData("무료수신거부: 080 1234 5678", "")]
    [InlineData("무료거부０８０－１２３－４５６７", "")]
    [InlineData("[무료 수신 거부] (수신자부담) 080.123.4567", "")]
    [InlineData("무료수신거부 080)123-4567", "")]
    [InlineData("무료수신거부 (080)123-4567", "")]
    [InlineData("무료수신거부 080 - 123 - 4567", "")]
    [InlineData("무료거부 080·1234·5678", "")]
    [InlineData("무료거부 ０８０ㅡ１２３ㅡ４５６７", "")]
    [InlineData("무료거부\\n080-123-4567\\n감사합니다 2개", "")]
    [InlineData("무료거부 080-123-4567 2개 1,000원", "")]
    [InlineData("무료거부 문의 02-123-4567, 무료수신거부 080-123-4567", "")]
    [InlineData("무료수신거부 문의 02-123-4567 또는 080-123-4567", "/text optout_number_missing")]
    [InlineData("무료수신거부", "/text optout_number_missing")]
    [InlineData("무료수신거부 02-123-4567", "/text optout_number_missing")]
    [InlineData("무료수신거부 080-123-456", "/text optout_number_missing")]
    [InlineData("무료수신거부 080-12345-67890", "/text optout_number_missing")]
    [InlineData("080-123-4567 무료수신거부", "/text optout_number_missing")]
    [InlineData("수신거부 080-123-4567", "/text optout_notice_missing")]
    public async Task Wants_a_number_that_costs_nothing(string notice, string faults)
    {
        using var strict = await Tenant.CreateAsync(_api, "");

        Assert.Equal(faults, await FaultsAsync(strict.Api, "(광고) 할인 " + notice, Ad));
    }

    [Fact]
    public async Task Looks_at_the_text_message_that_follows_a_Kakao_message()
    {
        await using var world = await EveryChannelAsync();
        string Of(string by, string text) => FriendTalk(
            "", $", \"purpose\": \"advertisement\", \"fallback\": {{ \"channel\": \"lms\", \"by\": \"{by}\", \"text\": \"{text}\" }}");
        var unmarked = new List<string>();
        foreach (var by in new[] { "vendor", "gateway" })
        {
            foreach (var text in new[] { "할인", "(광고) 할인 무료거부 0801234567" })
            {
                var answer = await world.Api.PostAsync("/v1/messages", Of(by, text));
                unmarked.Add(answer.Status == 202 ? "taken" : string.Join(" ", answer.Json["errors"]!.AsArray()
                    .Select(fault => $"{fault!["pointer"]} {fault["code"]}")));
            }
        }

        const string both = "/fallback/text advertisement_mark_missing /fallback/text optout_notice_missing";
        Assert.Equal([both, "taken", both, "taken"], unmarked);
    }

    private static string FriendTalk(string kakao, string more) =>
        $$"""{ "channel": "friendtalk", "from": "15777985", "to": "01012341234", "text": "안녕", "kakao": { "senderKey": "0123456789012345678901234567890123456789" {{kakao}} } {{more}} }""";

    private static async Task<string> FaultsAsync(Api api, string text, string more)
    {
        var answer = await api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "{{text}}" {{more}} }""");
        return answer.Status == 202 ? "" : string.Join(",", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"));
    }

    /// <summary>A gateway whose vendor carries FriendTalk; nothing is handed over.</summary>
    private static async Task<ClockedGateway> EveryChannelAsync()
    {
        var settings = new Dictionary<string, string>((await PrivateGateway.CreateAsync(Gateway.Vendors.DatabaseKind.PostgreSql)).Settings) { ["Vendors:kshot:Protocol"] = "bizppurio" };
        return await ClockedGateway.StartAsync(settings, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow()));
    }

    /// <summary>A date of the days to come.</summary>
    private static string Day(int ahead) => TimeProvider.System.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(string?, string?, string?, string?)> TimesAsync(string id)
    {
        var json = (await _api.GetAsync($"/v1/messages/{id}")).Json;
        return ((string?)json["status"], (string?)json["scheduledAt"], (string?)json["heldUntil"], (string?)json["expiresAt"]);
    }

    private async Task MoveAsync(string id, string to) =>
        Assert.Equal(200, (await _api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/messages/{id}") { Content = new StringContent($$"""{ "scheduledAt": "{{to}}" }""", null, "application/json") })).Status);
}
