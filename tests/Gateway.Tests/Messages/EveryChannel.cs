using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>Every channel of every protocol through the simulated agents: delivered, failed, and fallen back.</summary>
public sealed class EveryChannel
{
    private const string Kakao = """ "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "test0001" } """;

    /// <summary>A vendor, a channel, and what the message has besides.</summary>
    private static readonly (string Vendor, string Channel, string More)[] All =
    [
        ("kshot", "sms", """ "text": "단문내용" """),
        ("kshot", "lms", """ "subject": "제목", "text": "장문내용" """),
        ("kshot", "alimtalk", $$""" "text": "카카오 템플릿 등록 테스트", {{Kakao}} """),
        ("bizppurio", "sms", """ "text": "본 메시지는 SMS 테스트 메시지 입니다.", "subId": "sales" """),
        ("bizppurio", "lms", """ "subject": "LMS 제목", "text": "본 메시지는 LMS 테스트 메시지 입니다." """),
        ("bizppurio", "alimtalk", $$""" "text": "홍길동 고객님 당첨 되었습니다. 🎉", {{Kakao}} """),
        ("bizppurio", "friendtalk", """ "text": "홍길동 고객님 당첨 되었습니다. 🎉", "kakao": { "senderKey": "0123456789012345678901234567890123456789", "ad": false } """),
        ("bizppurio", "voice", """ "text": "본 메시지는 테스트입니다.", "voice": { "acceptReply": true, "retries": 2, "smsOnFailure": true } """),
        ("xroshot", "sms", """ "text": "테스트메시지", "billingId": "billing1" """),
        ("xroshot", "lms", """ "subject": "MMS Test", "text": "MMS 테스트입니다." """),
        ("xroshot", "voice", """ "text": "즉시 발송 음성 메시지", "voice": { "acceptReply": true } """),
        ("xroshot", "fax", """ "fax": { "serverFile": "/data/fax/S25_01.tif" } """),
    ];

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Delivers_and_fails_as_the_agent_says(DatabaseKind kind)
    {
        await using var world = await EveryVendor.StartAsync(kind);
        var sent = new List<(string What, string Id, string End)>();
        foreach (var (vendor, channel, more) in All)
        {
            sent.Add(($"{vendor} {channel}", await world.SendAsync(Body(vendor, channel, "01012341234", more)), "delivered"));
            sent.Add(($"{vendor} {channel}", await world.SendAsync(Body(vendor, channel, "01012349907", more)), "failed"));
        }

        var ends = new List<string>();
        foreach (var (what, id, end) in sent)
        {
            var status = await Eventually.GetAsync(() => world.Gateway.Api.StatusAsync(id), seen => seen is "delivered" or "failed" or "expired", $"{what} has ended");
            ends.Add($"{what} {status}");
            Assert.Null((await world.Gateway.Api.GetAsync($"/v1/messages/{id}")).Json["fallback"]);
        }

        Assert.Equal(sent.Select(message => $"{message.What} {message.End}"), ends);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Falls_back_to_a_text_when_kakao_cannot_deliver(DatabaseKind kind)
    {
        await using var world = await EveryVendor.StartAsync(kind);

        foreach (var (vendor, channel) in new[] { ("kshot", "alimtalk"), ("bizppurio", "alimtalk"), ("bizppurio", "friendtalk") })
        {
            var kakao = channel == "alimtalk" ? Kakao : """ "kakao": { "senderKey": "0123456789012345678901234567890123456789" } """;
            var id = await world.SendAsync(Body(vendor, channel, "01012349909", $$""" "text": "카카오", {{kakao}}, "fallback": { "channel": "sms", "text": "문자로 보냅니다." } """));

            await world.Gateway.Api.ReachesAsync(id, "delivered");
            var message = (await world.Gateway.Api.GetAsync($"/v1/messages/{id}")).Json;
            Assert.Equal("sms", (string)message["fallback"]!["channel"]!);
            Assert.Equal("E_OK", (string)message["result"]!["name"]!);
        }
    }

    [Fact]
    public async Task Tells_pages_seconds_and_the_pressed_key()
    {
        await using var world = await EveryVendor.StartAsync(DatabaseKind.PostgreSql);
        var call = await world.SendAsync(Body("xroshot", "voice", "01012341234", """ "text": "음성", "voice": { "acceptReply": true } """));
        var fax = await world.SendAsync(Body("xroshot", "fax", "0212341234", """ "fax": { "serverFile": "/data/a.tif" } """));

        await world.Gateway.Api.ReachesAsync(call, "delivered");
        await world.Gateway.Api.ReachesAsync(fax, "delivered");

        var called = (await world.Gateway.Api.GetAsync($"/v1/messages/{call}")).Json["result"]!;
        var faxed = (await world.Gateway.Api.GetAsync($"/v1/messages/{fax}")).Json["result"]!;
        Assert.True((int)called["seconds"]! > 0);
        Assert.NotNull(called["reply"]);
        Assert.True((int)faxed["pages"]! > 0);
    }

    [Fact]
    public async Task Refuses_what_a_vendor_has_no_place_for()
    {
        await using var world = await EveryVendor.StartAsync(DatabaseKind.PostgreSql);
        (string Body, string Faults)[] cases =
        [
            (Body("kshot", "sms", "01012341234", """ "text": "a", "billingId": "b" """), "/billingId unsupported_by_vendor"),
            (Body("kshot", "friendtalk", "01012341234", """ "text": "a" """), "/channel unsupported_by_vendor"),
            (Body("kshot", "alimtalk", "01012341234", """ "text": "a", "kakao": {} """), "/kakao/senderKey required, /kakao/templateCode required"),
            (Body("kshot", "alimtalk", "01012341234", """ "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "nationCode": "81", "buttons": [ { "name": "b", "type": "WL" }, { "name": "b", "type": "DS" }, { "type": "XX" } ] } """),
                "/kakao/buttons/0/urlMobile required, /kakao/buttons/1/type unsupported_by_vendor, /kakao/buttons/2/name required, /kakao/buttons/2/type invalid_button_type, /kakao/nationCode unsupported_by_vendor"),
            (Body("bizppurio", "sms", "01012341234", """ "text": "뷁", "subId": "a b" """), "/subId invalid_sub_id, /text unmappable_text"),
            (Body("bizppurio", "sms", "01012341234", """ "text": "a", "kakao": { "senderKey": "k" }, "voice": {}, "fax": {} """), "/fax unsupported_by_channel, /kakao unsupported_by_channel, /voice unsupported_by_channel"),
            (Body("bizppurio", "voice", "01012341234", $$""" "text": "{{new string('가', 101)}}" """), "/text too_long"),
            (Body("xroshot", "voice", "01012341234", """ "text": "a", "voice": { "retries": 1, "smsOnFailure": true } """), "/voice/retries unsupported_by_vendor, /voice/smsOnFailure unsupported_by_vendor"),
            (Body("xroshot", "fax", "01012341234", """ "text": "a" """), "/attachments required, /text unsupported_by_vendor"),
            (Body("kshot", "sms", "01012341234", """ "text": "a", "subject": "b" """), "/subject unsupported_by_channel"),
            (Named("xroshot", "홍^길|동"), "/to/name invalid_name"),
            (Named("xroshot", "가나다라마바사아자차카"), "/to/name too_long"),
            (Named("xroshot", "🎉"), "/to/name unmappable_text"),
            (Named("bizppurio", "뷁"), "/to/name unmappable_text"),
            (Body("kshot", "alimtalk", "01012341234", $$""" "text": "{{new string('가', 46)}}", {{Kakao}}, "fallback": { "channel": "sms" } """), "/text too_long"),
        ];

        foreach (var (body, faults) in cases)
        {
            var answer = await world.Gateway.Api.PostAsync("/v1/messages", body);
            Assert.Equal((422, faults), (answer.Status, Faults(answer.Json)));
        }
    }

    private static string Named(string vendor, string name) =>
        $$"""{ "vendor": "{{vendor}}", "channel": "sms", "from": "0212341234", "to": { "phone": "01012341234", "name": "{{name}}" }, "text": "a" }""";

    private static string Faults(JsonNode problem) =>
        string.Join(", ", problem["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal));

    private static string Body(string vendor, string channel, string to, string more) =>
        $$"""{ "vendor": "{{vendor}}", "channel": "{{channel}}", "from": "0212341234", "to": "{{to}}", {{more}} }""";
}
