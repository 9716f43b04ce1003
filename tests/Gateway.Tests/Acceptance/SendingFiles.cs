using System.Text;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Messages with files: uploaded once, laid before the agent, named in the row, taken away after the end.</summary>
public sealed class SendingFiles(EveryVendors worlds) : IClassFixture<EveryVendors>
{
    private const string Kakao = """ "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "t1", "buttons": [ { "name": "미리 주문하기", "type": "WL", "urlMobile": "http://www.kakao.com" } ] } """;

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Falls_back_to_pictures_when_kakao_cannot_deliver(DatabaseKind kind)
    {
        var world = await worlds.GetAsync(kind);
        var picture = await UploadAsync(world, "사진.jpg", Jpeg(), "image/jpeg");
        var fallback = $$""" "fallback": { "channel": "mms", "by": "vendor", "subject": "#{name}님", "text": "사진입니다.", "attachments": ["{{picture}}"] } """;

        var id = await world.SendAsync($$"""
            { "vendor": "bizppurio", "channel": "alimtalk", "from": "0212341234", "to": { "phone": "01012349909", "variables": { "name": "홍길동" } }, "text": "카카오", {{Kakao}}, {{fallback}} }
            """);

        await world.Gateway.Api.ReachesAsync(id, "delivered");
        Assert.Equal("mms", (string)(await world.Gateway.Api.GetAsync($"/v1/messages/{id}")).Json["fallback"]!["channel"]!);
        var row = (await Eventually.GetAsync(() => LoggedAsync(world, id), rows => rows.Count == 1, "the agent has put the row away"))[0];
        Assert.Equal(("MMS", "홍길동님", "사진입니다."), (row["re_type"], row["subject"], row["re_body"]));
        Assert.Matches(@"^[a-z0-9]+\.json\|[a-z0-9]+\.jpg$", (string)row["attached_file"]!);
    }

    [Fact]
    public async Task Names_the_file_in_the_row_and_lays_it_complete_before()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var directory = Directory.CreateTempSubdirectory("gateway-staging-");
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = directory.FullName;
        world.Settings["Vendors:kshot:Attachments:AgentPath"] = @"c:\temp";
        await using var gateway = await world.StartAsync();
        var picture = await UploadAsync(gateway.Api, "image.jpg", Jpeg(), "image/jpeg");

        var sent = await gateway.Api.PostAsync("/v1/messages", Body("kshot", "mms", $$""" "subject": "제목", "text": "내용", "attachments": ["{{picture}}"] """));
        var id = (string)sent.Json["messages"]![0]!["id"]!;
        await gateway.Api.ReachesAsync(id, "queued");

        var row = (await world.Vendor.QueryAsync("SELECT * FROM agent_msgqueue"))[0];
        var path = (string)row["mmsfile_path"]!;
        Assert.Equal("2", row["kind"]!.ToString());
        Assert.StartsWith(@"c:\temp\", path);
        var laid = Assert.Single(directory.GetFiles());
        Assert.EndsWith(laid.Name, path);
        Assert.Equal(Jpeg(), await File.ReadAllBytesAsync(laid.FullName));
        Assert.Equal(picture, (string)(await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["attachments"]![0]!);
        Assert.Equal(409, (await gateway.Api.DeleteAsync($"/v1/files/{picture}")).Status);
    }

    [Fact]
    public async Task Waits_while_the_directory_is_away_and_lets_others_pass()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var directory = Path.Combine(Directory.CreateTempSubdirectory("gateway-staging-").FullName, "not-there-yet");
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = directory;
        await using var gateway = await world.StartAsync();
        var picture = await UploadAsync(gateway.Api, "image.jpg", Jpeg(), "image/jpeg");

        var sent = await gateway.Api.PostAsync("/v1/messages", Body("kshot", "mms", $$""" "subject": "제목", "text": "내용", "attachments": ["{{picture}}"] """));
        var waiting = (string)sent.Json["messages"]![0]!["id"]!;
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        Assert.Equal("accepted", await gateway.Api.StatusAsync(waiting));

        Directory.CreateDirectory(directory);
        await gateway.Api.ReachesAsync(waiting, "queued", 60);
    }

    [Fact]
    public async Task Names_every_fault_of_the_files()
    {
        var world = await worlds.GetAsync(DatabaseKind.PostgreSql);
        var document = await UploadAsync(world, "a.pdf", Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n"), "application/pdf");
        var sound = await UploadAsync(world, "a.wav", Files.Samples.Wav(8000, 8, 1), "audio/wav");
        var text = await UploadAsync(world, "a.txt", Files.Samples.KoreanText, "text/plain");
        var large = await UploadAsync(world, "a.jpg", Files.Samples.Jpeg(8, 8, 160 * 1024), "image/jpeg");
        var nobody = Guid.CreateVersion7();
        (string Body, string Faults)[] cases =
        [
            (Body("kshot", "sms", $$""" "text": "a", "attachments": ["{{document}}"] """), "/attachments unsupported_by_channel"),
            (Body("kshot", "mms", """ "text": "a" """), "/attachments required"),
            (Body("kshot", "mms", $$""" "text": "a", "attachments": ["{{document}}", "{{nobody}}"] """), "/attachments/0 unusable_file, /attachments/1 unknown_file"),
            (Body("kshot", "mms", $$""" "text": "a", "attachments": ["{{large}}", "{{large}}"] """), "/attachments files_too_large"),
            (Body("bizppurio", "mms", $$""" "text": "a", "attachments": ["{{large}}"] """), "/attachments/0 file_too_large"),
            (Body("bizppurio", "voice", $$""" "attachments": ["{{sound}}"], "voice": { "smsOnFailure": true } """), "/text required"),
            (Body("kshot", "fax", $$""" "attachments": ["{{document}}", "{{document}}"] """), "/attachments too_many_files"),
            (Body("kshot", "fax", $$""" "attachments": ["{{document}}"], "fax": { "coverPage": true, "retries": 1 } """), "/fax/coverPage unsupported_by_vendor, /fax/retries unsupported_by_vendor"),
            (Body("xroshot", "fax", $$""" "attachments": ["{{document}}"], "fax": { "serverFile": "/a.tif" } """), "/fax/serverFile unsupported_by_channel"),
            (Body("xroshot", "fax", $$""" "attachments": ["{{text}}"] """), "/attachments/0 unusable_file"),
            (Body("xroshot", "voice", $$""" "text": "a", "attachments": ["{{sound}}"], "voice": { "serverFile": "/a.pcm" } """), "/attachments/0 unusable_file, /text unsupported_by_vendor, /voice unsupported_by_vendor"),
            (Body("bizppurio", "voice", $$""" "voice": { "scenario": "{{sound}}", "serverFile": "/a.pcm" } """), "/voice/scenario unusable_file, /voice/serverFile unsupported_by_vendor"),
            (Body("kshot", "alimtalk", $$""" "text": "a", {{Kakao}}, "fallback": { "channel": "mms", "attachments": ["{{document}}"] } """), "/fallback/channel unsupported_by_vendor"),
            (Body("bizppurio", "alimtalk", $$""" "text": "a", {{Kakao}}, "fallback": { "channel": "mms" } """), "/fallback/attachments required"),
            (Body("bizppurio", "alimtalk", $$""" "text": "a", {{Kakao}}, "fallback": { "channel": "mms", "attachments": ["{{document}}"] } """), "/fallback/attachments/0 unusable_file"),
            (Body("bizppurio", "alimtalk", $$""" "text": "a", {{Kakao}}, "fallback": { "channel": "sms", "attachments": ["{{document}}"] } """), "/fallback/attachments unsupported_by_channel"),
            (Body("bizppurio", "alimtalk", $$""" "text": "a", "subject": "b", {{Kakao}}, "fallback": { "channel": "lms", "subject": "c" } """), "/fallback/subject unsupported_by_vendor"),
        ];

        foreach (var (body, faults) in cases)
        {
            var answer = await world.Gateway.Api.PostAsync("/v1/messages", body);
            Assert.Equal((422, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
        }
    }

    [Theory]
    [InlineData("emma", "Emma")]
    [InlineData("lguplus", "Lguplus")]
    public async Task Takes_as_many_pictures_as_the_settings_say(string protocol, string section)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:more:Protocol"] = protocol;
        world.Settings["Vendors:more:Database"] = "postgresql";
        world.Settings["Vendors:more:ConnectionString"] = world.Vendor.ConnectionString;
        world.Settings["Vendors:more:CreateTables"] = "true";
        world.Settings["Vendors:more:Attachments:WriteTo"] = Directory.CreateTempSubdirectory("gateway-staging-").FullName;
        world.Settings[$"Vendors:more:{section}:MmsFiles"] = "2";
        await using var gateway = await world.StartAsync();
        var picture = await UploadAsync(gateway.Api, "image.jpg", Jpeg(), "image/jpeg");

        var two = await gateway.Api.PostAsync("/v1/messages", Body("more", "mms", $$""" "text": "내용", "attachments": ["{{picture}}", "{{picture}}"] """));
        var three = await gateway.Api.PostAsync("/v1/messages", Body("more", "mms", $$""" "text": "내용", "attachments": ["{{picture}}", "{{picture}}", "{{picture}}"] """));

        Assert.Equal((202, 422), (two.Status, three.Status));
        Assert.Equal("3 files; more takes 2 for mms.", (string?)Assert.Single(three.Json["errors"]!.AsArray())!["detail"]);
    }

    private static async Task<List<Dictionary<string, object?>>> LoggedAsync(EveryVendor world, string id)
    {
        var logs = await world.Vendor.QueryAsync($"SELECT table_name AS name FROM information_schema.tables WHERE lower(table_name) LIKE 'biz_log_%' AND table_schema = {(world.Vendor.IsMySql ? "DATABASE()" : "current_schema()")}");
        return logs.Count == 0 ? [] : await world.Vendor.QueryAsync($"SELECT * FROM {logs[0]["name"]} WHERE CMID = '{Guid.Parse(id):N}'");
    }

    private static Task<string> UploadAsync(EveryVendor world, string name, byte[] content, string type) => UploadAsync(world.Gateway.Api, name, content, type);

    private static async Task<string> UploadAsync(Api api, string name, byte[] content, string type)
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
        form.Add(part, "file", name);
        var answer = await api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
        Assert.True(answer.Status == 201, answer.ToString());
        return (string)answer.Json["id"]!;
    }

    private static byte[] Jpeg() => Files.Samples.Jpeg(8, 8);

    private static string Body(string vendor, string channel, string more) =>
        $$"""{ "vendor": "{{vendor}}", "channel": "{{channel}}", "from": "0212341234", "to": "03112341234", {{more}} }""";
}
