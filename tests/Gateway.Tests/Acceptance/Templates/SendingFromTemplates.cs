using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Tests.Acceptance.Holds;
using Gateway.Tests.Acceptance.Resends;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>A message names a template instead of saying what it says, wherever messages come from.</summary>
public sealed class SendingFromTemplates(SharedGateway gateway)
{
    private const string Values = """ "variables": { "name": "홍길동", "time": "2시" } """;

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("안내")]
    [InlineData(null)]
    public async Task Fills_a_message_by_name_and_by_id(string? name)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        var id = await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);

        var sent = await tenant.Api.PostAsync("/v1/messages", $$"""{ "template": "{{name ?? id}}", "from": "15777985", "to": { "phone": "01012341234", {{Values}} } }""");

        Assert.True(sent.Status == 202, sent.ToString());
        Assert.Null(sent.Json["warnings"]);
        Assert.Equal(["01012341234 sms 홍길동님, 2시에 뵙겠습니다."], await tenant.TextsAsync());
    }

    [Fact]
    public async Task Gives_all_that_a_template_has_and_leaves_the_message_s_own_fields()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, """
            "name": "t", "channel": "lms", "text": "긴 글", "subject": "제목 #{n}", "fallback": { "channel": "sms", "by": "gateway", "text": "짧은 글 #{n}" }
            """);

        var plain = await SendAsync(tenant, "");
        var own = await SendAsync(tenant, """, "text": "내 글", "subject": "내 제목", "fallback": { "text": "내 짧은 글 #{n}" }""");
        var other = await SendAsync(tenant, """, "channel": "sms", "fallback": { "channel": "lms", "subject": "s" }""");

        Assert.Equal(("lms", "긴 글", "제목 7"), plain);
        Assert.Equal(("lms", "내 글", "내 제목"), own);
        Assert.Equal(("sms", "긴 글", null), other);
    }

    private static async Task<(string, string, string?)> SendAsync(Tenant tenant, string more)
    {
        var sent = await tenant.Api.PostAsync("/v1/messages", $$"""{ "template": "t", "from": "15777985", "to": { "phone": "01012341234", "variables": { "n": "7" } } {{more}} }""");
        Assert.True(sent.Status == 202, sent.ToString());
        var message = (await tenant.Api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json;
        return ((string)message["channel"]!, (string)message["text"]!, (string?)message["subject"]);
    }

    [Theory]
    [InlineData("kpg")]
    [InlineData("kmy")]
    public async Task Reaches_the_row_of_the_vendor_with_text_and_buttons(string vendor)
    {
        var rows = gateway.Vendor(vendor);
        using var tenant = await Tenant.CreateAsync(_admin);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.AlimTalk);

        var sent = await tenant.Api.PostAsync("/v1/messages", $$$"""{ "template": "주문", "vendor": "{{{vendor}}}", "from": "15777985", "to": { "phone": "01012341234", "variables": { "name": "홍", "order": "7 7" } } }""");

        Assert.True(sent.Status == 202, sent.ToString());
        var id = (string)sent.Json["messages"]![0]!["id"]!;
        await tenant.Api.ReachesAsync(id, "queued");
        var row = (await rows.QueryAsync($"SELECT * FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'")).Single();
        Assert.Contains("홍님, 주문 7 7이 접수되었습니다.", row.Values.OfType<string>());
        Assert.Contains(row.Values.OfType<string>(), value => value.Contains("https://m.example.com/o/7%207", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "template": "없음", "from": "15777985", "to": "01012341234" }""", "422 /template unknown_template")]
    [InlineData("""{ "template": "없음", "from": "1", "to": "1", "kakao": { "senderKey": "" } }""", "422 /from invalid_sender, /template unknown_template, /to/phone invalid_phone")]
    [InlineData("""{ "template": 5, "from": "15777985", "to": "01012341234" }""", "400 /channel required, /template invalid_type, /text required")]
    public async Task Tells_an_unknown_one_with_all_other_faults(string body, string refusal)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);

        var answer = await tenant.Api.PostAsync("/v1/messages", body);

        Assert.Equal(refusal.Replace(", /text required", "", StringComparison.Ordinal), answer.Refusal());
    }

    [Fact]
    public async Task Fills_each_message_of_a_batch_and_those_that_name_none()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);
        await _admin.AddTemplateAsync(tenant, """ "name": "긴", "channel": "lms", "text": "#{name} 긴 글", "subject": "제목" """);

        // A subject that came from the template of the defaults would be a fault of an SMS.
        var sent = await tenant.Api.PostAsync("/v1/batches", $$"""
            { "defaults": { "template": "긴", "from": "15777985" }, "messages": [
              { "to": { "phone": "01012340001", "variables": { "name": "김" } } },
              { "to": { "phone": "01012340002", {{Values}} }, "template": "안내" },
              { "to": "01012340003", "text": "내 글" } ] }
            """);
        var unknown = await tenant.Api.PostAsync("/v1/batches", """{ "defaults": { "template": "x" }, "messages": [ { "to": "01012340001", "from": "15777985" }, { "to": "1", "from": "15777985", "template": "y" } ] }""");

        Assert.Equal("202 3 0", Sheet.Said(sent));
        Assert.Null(sent.Json["warnings"]);
        Assert.Equal(["01012340001 lms 김 긴 글", "01012340002 sms 홍길동님, 2시에 뵙겠습니다.", "01012340003 lms 내 글"], await tenant.TextsAsync());
        Assert.Equal("422 /defaults/template unknown_template, /messages/1/template unknown_template, /messages/1/to/phone invalid_phone", unknown.Refusal());
    }

    [Theory]
    [InlineData("&template=%EC%95%88%EB%82%B4", "to,name,time\n01012340001,홍길동,2시\n01012340002,김,3시\n", "text/csv")]
    [InlineData("", "to,name,time,template\n01012340001,홍길동,2시,안내\n01012340002,김,3시,안내\n", "text/csv")]
    [InlineData("", "휴대폰번호,이름,time,템플릿\n01012340001,홍길동,2시,안내\n01012340002,김,3시,안내\n", "text/csv")]
    [InlineData("&template=%EC%95%88%EB%82%B4", """
        { "to": { "phone": "01012340001", "variables": { "name": "홍길동", "time": "2시" } } }
        { "to": { "phone": "01012340002", "variables": { "name": "김", "time": "3시" } }, "template": "안내" }
        """, "application/x-ndjson")]
    public async Task Fills_each_line_of_an_upload(string query, string lines, string type)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);

        var sent = await tenant.Api.PostAsync("/v1/batches?from=15777985" + query, Encoding.UTF8.GetBytes(lines), type);

        Assert.Equal("202 2 0", Sheet.Said(sent));
        Assert.Equal(["01012340001 sms 홍길동님, 2시에 뵙겠습니다.", "01012340002 sms 김님, 3시에 뵙겠습니다."], await tenant.TextsAsync());
    }

    [Fact]
    public async Task Fills_the_defaults_of_a_form_which_go_before_those_of_the_query()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);
        using var form = new MultipartFormDataContent { { new StringContent("""{ "template": "안내", "from": "15777985" }"""), "defaults" } };
        var file = new ByteArrayContent("to,name,time\n01012340001,홍길동,2시\n"u8.ToArray());
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        form.Add(file, "file", "a.csv");

        var sent = await tenant.Api.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/batches?template=none") { Content = form });

        Assert.Equal("202 1 0", Sheet.Said(sent));
        Assert.Equal(["01012340001 sms 홍길동님, 2시에 뵙겠습니다."], await tenant.TextsAsync());
    }

    [Fact]
    public async Task Refuses_an_upload_whose_template_is_unknown_and_a_line_alone_whose_own_is()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);

        var all = await tenant.UploadAsync("to\n01012340001\n", "&template=x");
        var one = await tenant.UploadAsync("to,name,time,template\n01012340001,홍,2시,안내\n01012340002,김,3시,안내장\n");
        var column = await tenant.UploadAsync("to,name,time,더\n01012340001,홍,2시,x\n", "&template=%EC%95%88%EB%82%B4");

        Assert.Equal("422 ?template unknown_template", all.Refusal());
        Assert.Equal("202 1 1", Sheet.Said(one));
        Assert.Equal(["3 unknown_template /template"], one.Faults());
        Assert.Equal("422 /더 unused_variable", column.Refusal());
        Assert.Equal(1, (int)(await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray().Count);
    }

    /// <summary>Whoever has to mend the text of what failed sends it again from a template.</summary>
    [Fact]
    public async Task Fills_what_is_sent_again()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        await _admin.AddTemplateAsync(tenant, """ "name": "고친", "channel": "lms", "text": "고친 글", "subject": "다시" """);
        await _admin.AddTemplateAsync(tenant, """ "name": "값", "channel": "sms", "text": "#{a} 글" """);
        var id = await FailedBatch.SendAsync(tenant.Api, """{ "to": "01000000505", "text": "글" }""", 1);

        var unknown = await tenant.Api.ResendAsync(id, """{ "defaults": { "template": "x" } }""");
        var lacking = await tenant.Api.ResendAsync(id, """{ "defaults": { "template": "값" } }""");
        var sent = await tenant.Api.ResendAsync(id, """{ "defaults": { "template": "고친" } }""");

        Assert.Equal("422 /defaults/template unknown_template", unknown.Refusal());
        Assert.Equal("202 0 1 missing_variable", $"{FailedBatch.Said(lacking)} {lacking.Json["errors"]![0]!["code"]}");
        Assert.Equal("202 1 0", FailedBatch.Said(sent));
        Assert.Equal(["01000000505 lms 고친 글", "01000000505 sms 글"], await tenant.TextsAsync());
    }

    /// <summary>A campaign that waits was accepted: it keeps its text, whatever becomes of the template.</summary>
    [Theory]
    [InlineData("change", "\"hold\": true")]
    [InlineData("remove", "\"hold\": true")]
    [InlineData("change", "\"defaults\": \"scheduled\"")]
    public async Task Keeps_what_was_accepted_when_the_template_goes(string what, string how)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: AccountTemplates.TestKey);
        var template = await _admin.AddTemplateAsync(tenant, AccountTemplates.Sms);
        var isHeld = how.Contains("hold", StringComparison.Ordinal);
        var at = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture);
        var sent = await tenant.Api.PostAsync("/v1/batches", $$"""
            { "defaults": { "template": "안내", "from": "15777985" {{(isHeld ? "" : $", \"scheduledAt\": \"{at}\"")}} }, {{(isHeld ? how + "," : "")}}
              "messages": [ { "to": { "phone": "01012340001", {{Values}} } } ] }
            """);
        Assert.Equal("202 1 0", Sheet.Said(sent));

        var path = $"/v1/templates/{template}";
        var changed = what == "change" ? await _admin.PatchAsync(path, """{ "channel": "lms", "text": "다른 글" }""") : await _admin.DeleteAsync(path);
        Assert.InRange(changed.Status, 200, 204);

        var batch = (string)sent.Json["id"]!;
        if (isHeld)
        {
            Assert.Equal(200, (await tenant.Api.ReleaseAsync(batch)).Status);
            await tenant.Api.StandsAsync(batch, "completed: delivered 1");
        }

        Assert.Equal(["01012340001 sms 홍길동님, 2시에 뵙겠습니다."], await tenant.TextsAsync());
        var next = await tenant.Api.PostAsync("/v1/messages", """{ "template": "안내", "from": "15777985", "to": "01012340002" }""");
        Assert.Equal(what == "change" ? "202" : "422 /template unknown_template", next.Status == 202 ? "202" : next.Refusal());
        await tenant.Api.CancelAsync(batch);
    }
}
