using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Every channel of every protocol through the simulated agents: delivered, failed, and fallen back.</summary>
public sealed class EveryChannel(EveryVendors worlds) : IClassFixture<EveryVendors>
{
    private const string Kakao = """ "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "test0001" } """;

    private const string Friend = """ "kakao": { "senderKey": "0123456789012345678901234567890123456789", "ad": false } """;

    private const string Buttons = """
        "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "t1", "buttons": [ { "name": "미리 주문하기", "type": "WL", "urlMobile": "http://www.kakao.com" } ] }
        """;

    /// <summary>A vendor, a channel, and what the message has besides; <c>{picture}</c>, <c>{document}</c>, <c>{vxml}</c>, <c>{wav}</c>, <c>{pcm}</c>, <c>{mstg}</c> are uploaded files.</summary>
    private static readonly (string Vendor, string Channel, string More)[] All =
    [
        ("kshot", "sms", """ "text": "단문내용" """),
        ("kshot", "lms", """ "subject": "제목", "text": "장문내용" """),
        ("kshot", "mms", """ "subject": "제목", "text": "내용", "attachments": ["{picture}", "{picture}"] """),
        ("kshot", "fax", """ "subject": "제목", "attachments": ["{document}"] """),
        ("kshot", "alimtalk", $$""" "text": "카카오 템플릿 등록 테스트", {{Buttons}} """),
        ("bizppurio", "sms", """ "text": "본 메시지는 SMS 테스트 메시지 입니다.", "subId": "sales" """),
        ("bizppurio", "lms", """ "subject": "LMS 제목", "text": "본 메시지는 LMS 테스트 메시지 입니다." """),
        ("bizppurio", "mms", """ "subject": "MMS 제목", "text": "본 메시지는 MMS 테스트 메시지 입니다.", "attachments": ["{picture}"] """),
        ("bizppurio", "alimtalk", $$""" "text": "홍길동 고객님 당첨 되었습니다. 🎉", {{Kakao}} """),
        ("bizppurio", "alimtalk", $$""" "text": "홍길동 고객님 당첨 되었습니다. 🎉", {{Buttons}} """),
        ("bizppurio", "friendtalk", $$""" "text": "홍길동 고객님 당첨 되었습니다. 🎉", {{Friend}} """),
        ("bizppurio", "friendtalk", """
            "text": "친구 소식", "kakao": { "senderKey": "0123456789012345678901234567890123456789", "image": { "url": "http://a/b.jpg", "link": "http://a" }, "buttons": [ { "name": "문의", "type": "BK" } ] }
            """),
        ("bizppurio", "fax", """ "subject": "표지제목", "text": "표지내용", "attachments": ["{document}"], "fax": { "coverPage": true, "retries": 1 } """),
        ("bizppurio", "voice", """ "text": "본 메시지는 테스트입니다.", "voice": { "acceptReply": true, "retries": 2, "smsOnFailure": true } """),
        ("bizppurio", "voice", """ "attachments": ["{wav}"] """),
        ("bizppurio", "voice", """ "voice": { "scenario": "{vxml}", "acceptReply": true } """),
        ("xroshot", "sms", """ "text": "테스트메시지", "billingId": "billing1" """),
        ("xroshot", "lms", """ "subject": "MMS Test", "text": "MMS 테스트입니다." """),
        ("xroshot", "mms", """ "subject": "MMS테스트", "text": "MMS JPG 테스트입니다", "attachments": ["{picture}"] """),
        ("xroshot", "voice", """ "text": "즉시 발송 음성 메시지", "voice": { "acceptReply": true } """),
        ("xroshot", "voice", """ "voice": { "serverFile": "/TCSMSG/default/ars/ars_groupmsg_succ.pcm" } """),
        ("xroshot", "voice", """ "attachments": ["{pcm}"] """),
        ("xroshot", "voice", """ "voice": { "scenario": "{mstg}" } """),
        ("xroshot", "fax", """ "attachments": ["{document}"] """),
        ("xroshot", "fax", """ "fax": { "serverFile": "/data/fax/S25_01.tif" } """),
        ("emma", "sms", """ "text": "단문내용" """),
        ("emma", "lms", """ "text": "제목이 없는 장문" """),
        ("emma", "mms", """ "subject": "제목", "text": "내용", "attachments": ["{picture}", "{picture}"] """),
        ("emma", "alimtalk", $$""" "text": "주문이 접수되었습니다. 🎉", {{Kakao}} """),
        ("lguplus", "sms", """ "text": "단문내용" """),
        ("lguplus", "lms", """ "text": "제목이 없는 장문" """),
        ("lguplus", "mms", """ "subject": "제목", "text": "내용", "attachments": ["{picture}", "{picture}"] """),
    ];

    /// <summary>A vendor, a channel, and what it falls back to.</summary>
    private static readonly (string Vendor, string Channel, string Fallback)[] Fallbacks =
    [
        ("kshot", "alimtalk", "sms"), ("kshot", "alimtalk", "lms"),
        ("bizppurio", "alimtalk", "sms"), ("bizppurio", "alimtalk", "lms"), ("bizppurio", "alimtalk", "mms"),
        ("bizppurio", "friendtalk", "sms"), ("bizppurio", "friendtalk", "lms"), ("bizppurio", "friendtalk", "mms"),
    ];

    [Fact]
    public void Has_a_case_for_every_channel_and_every_fallback_of_every_protocol()
    {
        var channels = VendorProtocols.All.SelectMany(protocol => protocol.Channels.Select(channel => (protocol.Name, Word(channel))));
        var fallbacks = VendorProtocols.All.SelectMany(protocol => protocol.Channels
            .Where(channel => channel is Channel.AlimTalk or Channel.FriendTalk)
            .SelectMany(channel => protocol.Carries.Fallbacks.Select(fallback => (protocol.Name, Word(channel), Word(fallback)))));

        Assert.Equal(channels.Order(), All.Select(known => (known.Vendor, known.Channel)).Distinct().Order());
        Assert.Equal(fallbacks.Order(), Fallbacks.Order());

        static string Word(Enum value) => value.ToString().ToLowerInvariant();
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Delivers_and_fails_as_the_agent_says(DatabaseKind kind)
    {
        var world = await worlds.GetAsync(kind);
        var sent = new List<(string What, string Id, string End)>();
        foreach (var (vendor, channel, more) in All)
        {
            sent.Add(($"{vendor} {channel}", await SendAsync(world, vendor, channel, "01012341234", more), "delivered"));
            sent.Add(($"{vendor} {channel}", await SendAsync(world, vendor, channel, "01012349907", more), "failed"));
        }

        var ends = new List<string>();
        foreach (var (what, id, end) in sent)
        {
            var status = await Eventually.GetAsync(() => world.Gateway.Api.StatusAsync(id), seen => seen is "delivered" or "failed" or "expired", $"{what} has ended");
            var message = (await world.Gateway.Api.GetAsync($"/v1/messages/{id}")).Json;
            ends.Add(status == end ? $"{what} {status}" : $"{what} {status} {message["result"]}");
            Assert.Null(message["fallback"]);
        }

        Assert.Equal(sent.Select(message => $"{message.What} {message.End}"), ends);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Falls_back_when_kakao_cannot_deliver(DatabaseKind kind)
    {
        var world = await worlds.GetAsync(kind);
        var sent = new List<(string What, string Fallback, string Id, string End)>();
        foreach (var (vendor, channel, fallback) in Fallbacks)
        {
            var kakao = channel == "alimtalk" ? Kakao : Friend;
            var pictures = fallback == "mms" ? """, "attachments": ["{picture}"] """ : "";
            var more = $$""" "text": "카카오", {{kakao}}, "fallback": { "channel": "{{fallback}}", "text": "문자로 보냅니다." {{pictures}} } """;
            sent.Add(($"{vendor} {channel}", fallback, await SendAsync(world, vendor, channel, "01012349909", more), "delivered"));
            sent.Add(($"{vendor} {channel}", fallback, await SendAsync(world, vendor, channel, "01012349907", more), "failed"));
        }

        var ends = new List<string>();
        foreach (var (what, _, id, _) in sent)
        {
            var status = await Eventually.GetAsync(() => world.Gateway.Api.StatusAsync(id), seen => seen is "delivered" or "failed" or "expired", $"{what} has ended");
            ends.Add($"{what} {(await world.Gateway.Api.GetAsync($"/v1/messages/{id}")).Json["fallback"]?["channel"]} {status}");
        }

        Assert.Equal(sent.Select(message => $"{message.What} {message.Fallback} {message.End}"), ends);
    }

    [Fact]
    public async Task Tells_pages_seconds_and_the_pressed_key()
    {
        var world = await worlds.GetAsync(DatabaseKind.PostgreSql);
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

    /// <summary>Each time another vendor might be drawn, and two of three refuse it.</summary>
    [Theory]
    [InlineData("안녕하세요", """ "attachments": ["{file}"] """, "bizppurio kshot")]
    [InlineData("png 20x10", """ "attachments": ["{file}"] """, "bizppurio kshot")]
    [InlineData("II*\0....", """ "attachments": ["{file}"] """, "kshot xroshot")]
    [InlineData("%PDF-1.4", """ "attachments": ["{file}"], "text": "표지내용", "fax": { "coverPage": true } """, "bizppurio")]
    public async Task Goes_without_a_named_vendor_to_one_that_takes_its_files(string sample, string more, string takers)
    {
        var world = await worlds.GetAsync(DatabaseKind.PostgreSql);
        var file = await world.UploadAsync(sample);
        var body = $$"""{ "channel": "fax", "from": "0212341234", "to": "0212341235", "subject": "제목", {{more.Replace("{file}", file, StringComparison.Ordinal)}} }""";
        for (var i = 0; i < 12; i++)
        {
            var tried = await world.Gateway.Api.PostAsync("/v1/messages?dryRun=true", body);

            Assert.True(tried is { Status: 200 } && (int)tried.Json["accepted"]! == 1, tried.ToString());
            Assert.Contains((string)tried.Json["parts"]![0]!["vendor"]!, takers.Split(' '));
        }
    }

    [Fact]
    public async Task Refuses_what_a_vendor_has_no_place_for()
    {
        var world = await worlds.GetAsync(DatabaseKind.PostgreSql);
        (string Body, string Faults)[] cases =
        [
            (Body("kshot", "sms", "01012341234", """ "text": "a", "billingId": "b" """), "/billingId unsupported_by_vendor"),
            (Body("kshot", "friendtalk", "01012341234", """ "text": "a" """), "/channel unsupported_by_vendor"),
            (Body("kshot", "alimtalk", "01012341234", """ "text": "a", "kakao": {} """), "/kakao/senderKey required, /kakao/templateCode required"),
            (Body("kshot", "alimtalk", "01012341234", """ "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "nationCode": "81", "buttons": [ { "name": "b", "type": "WL" }, { "name": "b", "type": "DS" }, { "name": "c", "type": "AC" }, { "type": "XX" } ] } """),
                "/kakao/buttons/0/urlMobile required, /kakao/buttons/2/name invalid_button_name, /kakao/buttons/2/type invalid_button_order, /kakao/buttons/2/type unsupported_by_vendor, /kakao/buttons/3/name required, /kakao/buttons/3/type invalid_button_type, /kakao/nationCode unsupported_by_vendor"),
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
            (Body("kshot", "alimtalk", "01012341234", $$""" "text": "a", "kakao": { "senderKey": "a\tb", "templateCode": "{{new string('가', 16)}}" } """), "/kakao/senderKey invalid_character, /kakao/templateCode too_long"),
            (Body("kshot", "alimtalk", "01012341234", """ "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "ad": true, "userKey": "u", "image": { "url": "http://a" } } """),
                "/kakao/ad unsupported_by_channel, /kakao/image unsupported_by_channel, /kakao/userKey unsupported_by_channel"),
            (Body("kshot", "alimtalk", "01012341234", $$""" "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [{{string.Join(',', Enumerable.Repeat(LongButton, 5))}}] } """), "/kakao/buttons too_long"),
            (Body("kshot", "alimtalk", "01012341234", $$""" "text": "a", {{Kakao}}, "fallback": { "channel": "mms" } """), "/fallback/channel unsupported_by_vendor"),
            (Body("kshot", "alimtalk", "01012341234", $$""" "text": "a\u000b", {{Kakao}} """), "/text unmappable_text"),
            (Body("kshot", "sms", "01012341234", """ "text": "a", "subId": "s" """), "/subId unsupported_by_vendor"),
            (Body("bizppurio", "sms", "01012341234", $$""" "text": "a", "subId": "{{new string('가', 17)}}", "billingId": "b" """), "/billingId unsupported_by_vendor, /subId too_long"),
            (Body("bizppurio", "sms", "01012341234", """ "text": "a", "subId": "뷁" """), "/subId unmappable_text"),
            (Body("bizppurio", "sms", "01012341234", """ "text": "a", "subId": "a\u0000b" """), "/subId invalid_character"),
            (Body("xroshot", "sms", "01012341234", $$""" "text": "a", "subId": "{{new string('가', 11)}}", "billingId": "{{new string('a', 21)}}" """), "/billingId too_long, /subId too_long"),
            (Body("bizppurio", "friendtalk", "01012341234", """ "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "userKey": "u\n", "nationCode": "KR", "image": { "url": "http://a\n" } } """),
                "/kakao/image/url invalid_character, /kakao/nationCode invalid_nation_code, /kakao/templateCode unsupported_by_channel, /kakao/userKey invalid_character"),
            (Body("xroshot", "fax", "01012341234", """ "fax": { "serverFile": "/a.tif;/b.tif", "retries": 1, "coverPage": true } """), "/fax/coverPage unsupported_by_vendor, /fax/retries unsupported_by_vendor, /fax/serverFile invalid_path"),
            (Body("xroshot", "voice", "01012341234", """ "voice": { "serverFile": "/a\u0007.pcm" } """), "/voice/serverFile invalid_character"),
            (Body("bizppurio", "fax", "01012341234", $$""" "text": "{{new string('가', 101)}}" """), "/attachments required, /text too_long"),
            (Body("kshot", "fax", "01012341234", $$""" "text": "{{new string('가', 1001)}}" """), "/attachments required, /text too_long"),
            (Body("emma", "sms", "01012341234", """ "text": "뷁", "subId": "a", "billingId": "b" """), "/billingId unsupported_by_vendor, /subId unsupported_by_vendor, /text unmappable_text"),
            (Body("emma", "friendtalk", "01012341234", """ "text": "a" """), "/channel unsupported_by_vendor"),
            (Body("lguplus", "sms", "01012341234", """ "text": "뷁", "subId": "a", "billingId": "b" """), "/billingId unsupported_by_vendor, /subId unsupported_by_vendor, /text unmappable_text"),
            (Body("lguplus", "alimtalk", "01012341234", $$""" "text": "a", {{Kakao}} """), "/channel unsupported_by_vendor"),
            (Body("emma", "alimtalk", "01012341234", $$""" "text": "a", {{Buttons}} """), "/kakao/buttons/0/type unsupported_by_vendor"),
            (Body("emma", "alimtalk", "01012341234", $$""" "text": "a", {{Kakao}}, "fallback": { "channel": "sms" } """), "/fallback/channel unsupported_by_vendor"),
        ];

        foreach (var (body, faults) in cases)
        {
            var answer = await world.Gateway.Api.PostAsync("/v1/messages", body);
            Assert.Equal((422, faults), (answer.Status, Faults(answer.Json)));
        }
    }

    private static string LongButton => $$"""{ "name": "b", "type": "WL", "urlMobile": "http://a/{{new string('x', 480)}}", "urlPc": "http://a/{{new string('x', 480)}}" }""";

    private static string Named(string vendor, string name) =>
        $$"""{ "vendor": "{{vendor}}", "channel": "sms", "from": "0212341234", "to": { "phone": "01012341234", "name": "{{name}}" }, "text": "a" }""";

    private static async Task<string> SendAsync(EveryVendor world, string vendor, string channel, string to, string more)
    {
        foreach (var (mark, sample) in new[]
        {
            ("{picture}", "jpeg 8x8"), ("{document}", "%PDF-1.4"), ("{wav}", "wav 8000x8x1"), ("{pcm}", "noise"), ("{vxml}", "<vxml version=\"2.0\">"), ("{mstg}", "2\\n1|menu|1.pcm\\n2|end|\\n"),
        })
        {
            more = more.Contains(mark, StringComparison.Ordinal) ? more.Replace(mark, await world.UploadAsync(sample), StringComparison.Ordinal) : more;
        }

        return await world.SendAsync(Body(vendor, channel, to, more));
    }

    private static string Faults(JsonNode problem) =>
        string.Join(", ", problem["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal));

    private static string Body(string vendor, string channel, string to, string more) =>
        $$"""{ "vendor": "{{vendor}}", "channel": "{{channel}}", "from": "0212341234", "to": "{{to}}", {{more}} }""";
}
