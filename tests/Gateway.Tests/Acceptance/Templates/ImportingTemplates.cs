using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>A table of templates is taken as a whole, or not at all.</summary>
public sealed class ImportingTemplates(SharedGateway gateway)
{
    private const string Path = "/v1/templates/import";

    private const string Table = """
        템플릿명,채널,내용,발신프로필키,템플릿코드,버튼,대체발송채널,대체발송내용
        출발,알림톡,#{name}님의 주문이 출발했습니다.,key,ship,"[{""name"":""배송 조회"",""type"":""DS""}]",문자,출발
        환영,sms,#{name}님 환영합니다.,,,,,
        """;

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("cp949")]
    [InlineData("semicolon")]
    [InlineData("xlsx")]
    public async Task Is_read_as_uploads_are(string form)
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var bytes = form switch
        {
            "cp949" => Sheet.Cp949.GetBytes(Table),
            "semicolon" => Encoding.UTF8.GetBytes("\uFEFF템플릿 이름;템플릿 내용;채널(필수)\r\n출발;a,b;SMS\r\n환영;c;문자\r\n"),
            "xlsx" => Workbook.Of(["name", "text", "channel"], ["출발", "a", "sms"], ["환영", "b", "sms"]),
            _ => Encoding.UTF8.GetBytes(Table),
        };

        var answer = await ImportAsync(tenant, bytes, form == "xlsx" ? Workbook.Type : Sheet.Csv);

        Assert.Equal("""200 {"created":2,"updated":0,"unchanged":0}""", answer.ToString());
        Assert.Equal(["출발", "환영"], await NamesAsync(tenant));
    }

    [Fact]
    public async Task Makes_templates_that_can_be_used_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        Assert.Equal(200, (await ImportAsync(tenant, Table)).Status);

        var made = (await tenant.Api.GetAsync("/v1/templates?channel=alimtalk")).Json["items"]![0]!;
        var sent = await tenant.Api.PostAsync("/v1/messages", """{ "template": "출발", "vendor": "kpg", "from": "15777985", "to": { "phone": "01012341234", "variables": { "name": "홍" } } }""");

        Assert.Equal(202, sent.Status);
        Assert.Equal("""{"senderKey":"key","templateCode":"ship","buttons":[{"name":"배송 조회","type":"DS"}]} {"channel":"sms","text":"출발"}""", $"{Plain(made["kakao"]!)} {Plain(made["fallback"]!)}");
    }

    [Fact]
    public async Task Changes_what_has_the_name_of_a_line_and_leaves_what_it_has_no_column_for()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        Assert.Equal(200, (await ImportAsync(tenant, Table)).Status);

        var again = await ImportAsync(tenant, Table);
        var mended = await ImportAsync(tenant, "name,text\n출발,새 글\n환영,#{name}님 환영합니다.\n새것,a\n", "?channel=sms");

        Assert.Equal("""{"created":0,"updated":0,"unchanged":2}""", again.Text);
        Assert.Equal("""{"created":1,"updated":1,"unchanged":1}""", mended.Text);
        var changed = (await tenant.Api.GetAsync("/v1/templates?name=%EC%B6%9C%EB%B0%9C")).Json["items"]![0]!;
        Assert.Equal(("alimtalk", "새 글", "ship", "출발"), ((string)changed["channel"]!, (string)changed["text"]!, (string)changed["kakao"]!["templateCode"]!, (string)changed["fallback"]!["text"]!));
        var log = (await tenant.Api.GetAsync("/v1/audit-log")).Json["items"]!.AsArray().Where(entry => (string)entry!["action"]! == "templates.imported" && (string)entry["target"]! == tenant.Id);
        Assert.Equal([1, 0, 2], log.Select(entry => (int)entry!["detail"]!["created"]!));
    }

    [Fact]
    public async Task Stores_nothing_when_one_line_has_a_fault_and_tells_all_of_them()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        await _admin.AddTemplateAsync(tenant, AccountTemplates.AlimTalk);

        var refused = await ImportAsync(tenant, """
            name,channel,text,senderKey,templateCode,buttons
            a,sms,good,,,
            a,smoke,#{b,,,
            c,sms
            d,alimtalk,text,key,order,x
            e,alimtalk,text,k,t,
            f,alimtalk,text,k,t,"[{""type"":""ZZ""}]"
            """);

        Assert.Equal(
            "422 /lines/3/channel required, /lines/3/channel unknown_value, /lines/3/name duplicate_name, /lines/3/text unclosed_placeholder, /lines/4 invalid_csv, "
            + "/lines/5/buttons invalid_type, /lines/5/kakao/templateCode template_exists, /lines/7/kakao/buttons/0/name required, /lines/7/kakao/buttons/0/type invalid_button_type, /lines/7/kakao/templateCode duplicate_code",
            refused.Refusal());
        Assert.Equal(["주문"], await NamesAsync(tenant));
    }

    [Theory]
    [InlineData("text\na\n", "", "422 /name required")]
    [InlineData("name,text,approved\na,b,c\n", "", "422 /approved unknown_field")]
    [InlineData("name,text,approved\na,b,c\n", "?ignoreUnused=true&channel=sms", "200")]
    [InlineData("name,text,txet\na,b,c\n", "?ignoreUnused=true&channel=sms", "422 /txet unknown_field")]
    [InlineData("name,text,내용\na,b,c\n", "?channel=sms", "422 /text duplicate_field")]
    [InlineData("name,text\n", "", "422  no_lines")]
    [InlineData("name,text\na,b\n", "?channel=smoke", "400 ?channel invalid_type")]
    [InlineData("name,text\na,b\n", "", "422 /lines/2/channel required")]
    [InlineData("name,text,템플릿코드\na,b,c\n", "?senderKey=key", "200")]
    public async Task Tells_what_a_header_or_a_query_lacks(string table, string query, string said)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await ImportAsync(tenant, table, query);

        Assert.Equal(said, answer.Status == 200 ? "200" : answer.Refusal());
    }

    [Fact]
    public async Task Is_carried_out_once_for_a_key_and_whole_when_two_come_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ImportAsync(tenant, Table)));
        var keyed = await tenant.Api.PostAsync(Path, Encoding.UTF8.GetBytes(Table + "\n셋,sms,a,,,,,"), Sheet.Csv, ("Idempotency-Key", "k"));
        var again = await tenant.Api.PostAsync(Path, Encoding.UTF8.GetBytes(Table + "\n셋,sms,a,,,,,"), Sheet.Csv, ("Idempotency-Key", "k"));

        Assert.Equal([200, 200, 200, 200], both.Select(answer => answer.Status));
        Assert.Single(both, answer => (int)answer.Json["created"]! == 2);
        Assert.Equal((keyed.Text, "true"), (again.Text, again.Headers.GetValueOrDefault("Idempotency-Replayed")));
        Assert.Equal(3, (await NamesAsync(tenant)).Count);
    }

    /// <summary>As many as an account may have, in one file; one more is refused with all of its file, and they are found.</summary>
    [Fact]
    public async Task Takes_10_000_templates_and_no_more()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var table = new StringBuilder("name,channel,text,senderKey,templateCode\n");
        for (var i = 0; i < 10_000; i++)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"t{i},alimtalk,#{{a}} {i},k,c{i}\n");
        }

        var taken = await ImportAsync(tenant, table.ToString());
        var beyond = await ImportAsync(tenant, "name,channel,text\nx,sms,a\ny,sms,b\n");
        var sent = await tenant.Api.PostAsync("/v1/messages", """{ "template": "t9999", "vendor": "kpg", "from": "15777985", "to": { "phone": "01012341234", "variables": { "a": "홍" } } }""");

        Assert.Equal("""{"created":10000,"updated":0,"unchanged":0}""", taken.Text);
        Assert.Equal((409, "too_many_templates"), (beyond.Status, (string?)beyond.Json["code"]));
        Assert.Equal(202, sent.Status);
    }

    private static Task<Answer> ImportAsync(Tenant tenant, string table, string query = "") =>
        tenant.Api.PostAsync(Path + query, Encoding.UTF8.GetBytes(table), Sheet.Csv);

    private static Task<Answer> ImportAsync(Tenant tenant, byte[] table, string type) => tenant.Api.PostAsync(Path, table, type);

    private static async Task<IReadOnlyList<string>> NamesAsync(Tenant tenant) =>
        [.. (await tenant.Api.GetAsync("/v1/templates")).Json["items"]!.AsArray().Select(item => (string)item!["name"]!).Order(StringComparer.Ordinal)];

    private static string Plain(System.Text.Json.Nodes.JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
