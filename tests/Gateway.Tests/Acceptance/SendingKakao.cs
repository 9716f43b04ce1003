using System.Text.Json.Nodes;
using Gateway.Messages.Contents;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Buttons, links and lengths of AlimTalk and FriendTalk.</summary>
public sealed class SendingKakao(SendingKakao.TwoVendors world) : IClassFixture<SendingKakao.TwoVendors>
{
    private Api Api => world.Gateway.Api;

    [Theory]
    [InlineData("https://m.example.com/o/#{v}", "A 1&2/가", "https://m.example.com/o/A%201%262%2F%EA%B0%80")]
    [InlineData("https://m.example.com/?q=#{v}&x=1", "a=b&c", "https://m.example.com/?q=a%3Db%26c&x=1")]
    [InlineData("https://m.example.com/?q=#{v}", "😀", "https://m.example.com/?q=%F0%9F%98%80")]
    [InlineData("#{v}", "https://m.example.com/o/1?a=b&c=가", "https://m.example.com/o/1?a=b&c=%EA%B0%80")]
    [InlineData("https://#{v}", "m.example.com/o/1?a=100%25&b=5%", "https://m.example.com/o/1?a=100%25&b=5%25")]
    [InlineData("https://m.example.com/#{v}/#{v}", "x", "https://m.example.com/x/x")]
    public async Task Fills_variables_in_links_percent_encoded(string link, string value, string written)
    {
        var id = await SendAsync(Body("kshot", $$"""{ "name": "조회", "type": "WL", "urlMobile": "{{link}}", "urlPc": "https://a.kr/" }""", value));

        Assert.Equal($$"""{"name":"조회","type":"WL","url_pc":"https://a.kr/","url_mobile":"{{written}}"}""", await ButtonsOfRowAsync(id));
    }

    [Fact]
    public async Task Fills_variables_in_names_app_links_and_pictures()
    {
        var id = await SendAsync($$"""
            {
              "channel": "friendtalk", "vendor": "biz", "from": "15777985", "text": "#{v}님", "purpose": "transactional",
              "to": { "phone": "01012341234", "variables": { "v": "길동 1" } },
              "kakao": {
                "senderKey": "k",
                "buttons": [ { "name": "#{v} 보기", "type": "AL", "schemeIos": "shop://o/#{v}", "schemeAndroid": "shop://o?i=#{v}" } ],
                "image": { "url": "https://img.example.com/#{v}.jpg", "link": "https://a.kr/#{v}" }
              }
            }
            """);

        var file = await KakaoFileAsync(id);
        Assert.Equal(
            """{"name":"길동 1 보기","type":"AL","scheme_ios":"shop://o/%EA%B8%B8%EB%8F%99%201","scheme_android":"shop://o?i=%EA%B8%B8%EB%8F%99%201"}""",
            file["button"]![0]!.ToJsonString(Readable));
        Assert.Equal("https://img.example.com/%EA%B8%B8%EB%8F%99%201.jpg", (string)file["image"]!["img_url"]!);
        Assert.Equal("https://a.kr/%EA%B8%B8%EB%8F%99%201", (string)file["image"]!["img_link"]!);
    }

    [Fact]
    public async Task Gives_each_recipient_its_own_link()
    {
        var answer = await Api.PostAsync("/v1/messages", """
            {
              "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "text": "주문 조회",
              "to": [ { "phone": "01012341234", "variables": { "n": "1" } }, { "phone": "01012341235", "variables": { "n": "2" } } ],
              "kakao": { "senderKey": "k", "templateCode": "t",
                "buttons": [ { "name": "조회", "type": "WL", "urlMobile": "https://a.kr/#{n}" } ] }
            }
            """);

        var rows = new List<string>();
        foreach (var message in answer.Json["messages"]!.AsArray())
        {
            rows.Add(await ButtonsOfRowAsync((string)message!["id"]!));
        }

        Assert.Equal(["https://a.kr/1", "https://a.kr/2"], rows.Select(row => (string)JsonNode.Parse(row)!["url_mobile"]!));
    }

    [Theory]
    [InlineData("www.example.com", "/kakao/buttons/0/urlMobile invalid_link")]
    [InlineData("ftp://example.com", "/kakao/buttons/0/urlMobile invalid_link")]
    [InlineData("https://", "/kakao/buttons/0/urlMobile invalid_link")]
    [InlineData("https:///a", "/kakao/buttons/0/urlMobile invalid_link")]
    [InlineData("https://a.kr/b c", "/kakao/buttons/0/urlMobile invalid_link")]
    [InlineData("javascript:alert(1)", "/kakao/buttons/0/urlMobile invalid_link")]
    [InlineData("#{v}", "/to/variables invalid_link")]
    [InlineData("https://a.kr/#{w}", "/to/variables/w missing_variable")]
    [InlineData("https://a.kr/#{v", "/to/variables unfilled_placeholder")]
    public async Task Refuses_what_is_no_link(string link, string fault)
    {
        var answer = await Api.PostAsync(
            "/v1/messages", Body("kshot", $$"""{ "name": "조회", "type": "WL", "urlMobile": "{{link}}" }""", "www.example.com"));

        Assert.Equal(422, answer.Status);
        Assert.Contains(fault, Faults(answer));
    }

    [Fact]
    public async Task Names_what_would_do_when_a_link_has_no_scheme()
    {
        var answer = await Api.PostAsync(
            "/v1/messages", Body("kshot", """{ "name": "조회", "type": "WL", "urlMobile": "www.example.com/a" }""", "x"));

        Assert.Equal("A link begins with http:// or https://: put it before the address.", (string)answer.Json["errors"]![0]!["detail"]!);
    }

    [Theory]
    [InlineData("#{o", "#{ is left in it")]
    [InlineData("#{v}", "#{ is left in it")]
    public async Task Never_sends_a_placeholder_to_Kakao(string text, string detail)
    {
        var answer = await Api.PostAsync("/v1/messages", $$"""
            { "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "text": "{{text}}",
              "to": { "phone": "01012341234", "variables": { "v": "#{x}" } },
              "kakao": { "senderKey": "k", "templateCode": "t" } }
            """);

        Assert.Equal(422, answer.Status);
        Assert.Equal("unfilled_placeholder", (string)answer.Json["errors"]![0]!["code"]!);
        Assert.Contains(detail, (string)answer.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Carries_the_types_of_buttons_that_the_protocol_has()
    {
        var id = await SendAsync(Body("biz", """
            { "type": "AC" }, { "name": "상담", "type": "BC", "chatExtra": "order" },
            { "name": "봇", "type": "BT", "chatExtra": "#{v}", "chatEvent": "e" }, { "name": "배송", "type": "DS" },
            { "name": "결제", "type": "P3", "pluginId": "p", "productId": "42" }
            """, "7"));

        Assert.Equal(
            """[{"name":"채널 추가","type":"AC"},{"name":"상담","type":"BC","chat_extra":"order"},{"name":"봇","type":"BT","chat_extra":"7","chat_event":"e"},{"name":"배송","type":"DS"},{"name":"결제","type":"P3","plugin_id":"p","product_id":"42"}]""",
            (await KakaoFileAsync(id))["button"]!.ToJsonString(Readable));
    }

    [Fact]
    public async Task Carries_the_types_of_buttons_that_a_setting_adds()
    {
        var id = await SendAsync(Body("kshot", """{ "name": "설문", "type": "BF", "bizFormKey": "f" }, { "name": "상담", "type": "BC" }""", "7"));

        Assert.Equal("""{"name":"설문","type":"BF","biz_form_key":"f"},{"name":"상담","type":"BC"}""", await ButtonsOfRowAsync(id));
    }

    [Theory]
    [InlineData("kshot", """{ "type": "AC" }""", "/kakao/buttons/0/type unsupported_by_vendor")]
    [InlineData("biz", """{ "name": "설문", "type": "BF", "bizFormKey": "f" }""", "/kakao/buttons/0/type unsupported_by_vendor")]
    [InlineData("biz", """{ "name": "b", "type": "MD" }, { "type": "AC" }""", "/kakao/buttons/1/type invalid_button_order")]
    [InlineData("biz", """{ "name": "추가", "type": "AC" }""", "/kakao/buttons/0/name invalid_button_name")]
    [InlineData("biz", """{ "name": "b", "type": "P1" }""", "/kakao/buttons/0/pluginId required")]
    [InlineData("biz", """{ "name": "b", "type": "P3", "pluginId": "p" }""", "/kakao/buttons/0 required")]
    [InlineData("biz", """{ "name": "b", "type": "MD", "chatExtra": "x" }""", "/kakao/buttons/0/chatExtra unsupported_by_channel")]
    [InlineData("biz", """{ "name": "b", "type": "BC", "chatEvent": "x" }""", "/kakao/buttons/0/chatEvent unsupported_by_channel")]
    [InlineData("biz", """{ "name": "b", "type": "AL", "schemeIos": "a b", "schemeAndroid": "a://b" }""", "/kakao/buttons/0/schemeIos invalid_link")]
    public async Task Refuses_buttons_that_no_phone_would_show(string vendor, string buttons, string fault)
    {
        var answer = await Api.PostAsync("/v1/messages", Body(vendor, buttons, "x", "주문 #{v}"));

        Assert.Equal((422, fault), (answer.Status, string.Join(", ", Faults(answer))));
    }

    [Theory]
    [InlineData("alimtalk", "kshot", 1300)]
    [InlineData("alimtalk", "biz", 1300)]
    [InlineData("friendtalk", "biz", 1000)]
    public async Task Counts_letters_as_Kakao_does(string channel, string vendor, int most)
    {
        var template = channel == "alimtalk" ? """, "templateCode": "t" """ : "";
        string Of(int letters) => $$"""
            { "channel": "{{channel}}", "vendor": "{{vendor}}", "from": "15777985", "to": "01012341234",
              "text": "{{new string('가', letters)}}", "kakao": { "senderKey": "k"{{template}} } }
            """;

        Assert.Equal(202, (await Api.PostAsync("/v1/messages", Of(most))).Status);
        Assert.Equal(["/text too_long"], Faults(await Api.PostAsync("/v1/messages", Of(most + 1))));
    }

    [Fact]
    public async Task Follows_the_live_columns()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using (var first = await world.StartAsync())
        {
            await first.Api.ReachesAsync(await first.Api.SendSmsAsync("kshot"), "queued");
        }

        await world.Vendor.ExecuteAsync("ALTER TABLE agent_msgqueue ALTER aftalk_tmplgrp_cd TYPE varchar(45), ALTER message TYPE varchar(200)");
        await world.Vendor.ExecuteAsync("ALTER TABLE agent_msgresult ALTER aftalk_tmplgrp_cd TYPE varchar(45)");
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        string Of(int code, int text) => $$"""
            { "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "to": "01012341234",
              "text": "{{new string('가', text)}}", "kakao": { "senderKey": "k", "templateCode": "{{new string('t', code)}}" } }
            """;

        var taken = await gateway.Api.PostAsync("/v1/messages", Of(45, 200));
        var refused = await gateway.Api.PostAsync("/v1/messages", Of(46, 201));

        Assert.Equal(202, taken.Status);
        await gateway.Api.ReachesAsync((string)taken.Json["messages"]![0]!["id"]!, "queued");
        Assert.Equal(["/kakao/templateCode too_long", "/text too_long"], Faults(refused));
    }

    /// <summary>The page is for people; this holds it to the code.</summary>
    [Fact]
    public void Has_a_page_that_names_every_type_of_button_with_its_fields()
    {
        var page = File.ReadAllLines(Repository.File("docs", "guides", "kakao.md"));

        foreach (var type in KakaoButton.Types)
        {
            var row = page.Single(line => line.StartsWith($"| {type} |", StringComparison.Ordinal));
            Assert.Equal(
                KakaoButtonTypes.Fields.Where(field => KakaoButtonTypes.Has(type, field)).Select(field => field.Name).Order(),
                KakaoButtonTypes.Fields.Where(field => row.Contains($"`{field.Name}`", StringComparison.Ordinal)).Select(field => field.Name).Order());
            Assert.All(
                KakaoButtonTypes.Fields.Where(field => KakaoButtonTypes.Needs(type, field)),
                field => Assert.Contains($"**`{field.Name}`**", row, StringComparison.Ordinal));
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Body(string vendor, string buttons, string value, string text = "주문 #{v}") => $$"""
        {
          "channel": "alimtalk", "vendor": "{{vendor}}", "from": "15777985", "text": "{{text}}",
          "to": { "phone": "01012341234", "variables": { "v": "{{value}}" } },
          "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [ {{buttons}} ] }
        }
        """;

    private static string[] Faults(Answer answer) =>
        [.. answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal)];

    private async Task<string> SendAsync(string body)
    {
        var answer = await Api.PostAsync("/v1/messages", body);
        Assert.True(answer.Status == 202, answer.ToString());
        var id = (string)answer.Json["messages"]![0]!["id"]!;
        await Api.ReachesAsync(id, "queued");
        return id;
    }

    private async Task<string> ButtonsOfRowAsync(string id)
    {
        await Api.ReachesAsync(id, "queued");
        var rows = await world.Vendor.QueryAsync($"SELECT AFTALK_BUTTON FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'");
        return (string)rows.Single().Values.Single()!;
    }

    private async Task<JsonNode> KakaoFileAsync(string id)
    {
        var rows = await world.Vendor.QueryAsync($"SELECT ATTACHED_FILE FROM BIZ_MSG WHERE CMID = '{Guid.Parse(id):N}'");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(world.Directory, (string)rows.Single().Values.Single()!));
        return JsonNode.Parse(System.Text.CodePagesEncodingProvider.Instance.GetEncoding(51949)!.GetString(bytes))!;
    }

    /// <summary>A KShot and a Bizppurio without agents, so that rows and files stay where they were laid.</summary>
    public sealed class TwoVendors : IAsyncLifetime
    {
        private HostedGateway? _gateway;
        private PrivateGateway? _world;

        internal HostedGateway Gateway => _gateway!;

        internal Rows Vendor => _world!.Vendor;

        internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("gateway-biz-").FullName;

        public async ValueTask InitializeAsync()
        {
            _world = await PrivateGateway.CreateAsync(DatabaseKind.MySql);
            foreach (var name in new[] { "Database", "ConnectionString", "CreateTables" })
            {
                _world.Settings[$"Vendors:biz:{name}"] = _world.Settings[$"Vendors:kshot:{name}"];
            }

            _world.Settings["Vendors:biz:Protocol"] = "bizppurio";
            _world.Settings["Vendors:biz:Attachments:WriteTo"] = Directory;
            _world.Settings["Vendors:kshot:KakaoButtons"] = "BF, BC";
            _gateway = await _world.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
