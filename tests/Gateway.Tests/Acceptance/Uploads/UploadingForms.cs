using System.Net.Http.Headers;
using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Campaigns as a form: a part with what all messages share, and a part with the file.</summary>
public sealed class UploadingForms(SharedGateway gateway)
{
    private const string Defaults = """{ "channel": "lms", "from": "15777985", "subject": "안내", "text": "#{이름}님", "metadata": { "a": "b" } }""";
    private const string Csv = "수신번호,이름\n01012341234,홍길동\n";

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("text/csv", "a.csv", true)]
    [InlineData("text/csv", "a.csv", false)]
    [InlineData("text/csv; charset=cp949", "a.csv", true)]
    [InlineData("application/vnd.ms-excel", "명단.csv", true)]
    [InlineData("application/octet-stream", "a.txt", false)]
    [InlineData("application/x-ndjson", "a", true)]
    [InlineData("application/octet-stream", "a.JSONL", true)]
    [InlineData("application/octet-stream", "a", true)]
    [InlineData(Workbook.Type, "a.xlsx", true)]
    [InlineData("application/octet-stream", "a.xlsx", false)]
    public async Task Are_read_in_any_order_and_format(string type, string name, bool defaultsFirst)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var bytes = name.EndsWith("xlsx", StringComparison.Ordinal) ? Workbook.Of(["수신번호", "이름"], ["01012341234", "홍길동"])
            : type.Contains("json", StringComparison.Ordinal) || name is "a.JSONL" or "a" ? Encoding.UTF8.GetBytes("""{ "to": { "phone": "01012341234", "name": "홍길동", "variables": { "이름": "홍길동" } } }""")
            : type.EndsWith("cp949", StringComparison.Ordinal) ? Sheet.Cp949.GetBytes(Csv)
            : Encoding.UTF8.GetBytes(Csv);

        var sent = await SendAsync(tenant, Defaults, bytes, type, name, defaultsFirst);

        Assert.Equal("202 1 0", sent.Said());
        Assert.Equal(["01012341234 홍길동 홍길동님"], await tenant.MessagesAsync(sent));
        var message = (await tenant.Api.GetAsync($"/v1/messages?batchId={sent.Json["id"]}")).Json["items"]![0]!;
        Assert.Equal("lms 안내 b", $"{message["channel"]} {message["subject"]} {message["metadata"]!["a"]}");
    }

    [Theory]
    [InlineData("""{ "sheduledAt": "x" }""", 400, "/defaults/sheduledAt unknown_field")]
    [InlineData("""{ "channel": "smoke" }""", 400, "/defaults/channel invalid_type")]
    [InlineData("no JSON", 400, "/defaults malformed_body")]
    [InlineData("""{ "to": "01012341234" }""", 422, "/defaults/to unexpected_field")]
    [InlineData("""{ "template": "none" }""", 422, "/defaults/template unknown_template")]
    public async Task Tell_faults_of_the_defaults_before_a_line_is_read(string defaults, int status, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        foreach (var first in new[] { true, false })
        {
            var sent = await SendAsync(tenant, defaults, Encoding.UTF8.GetBytes(Csv), "text/csv", "a.csv", first);

            Assert.Equal(status, sent.Status);
            Assert.Equal([fault], sent.Json["errors"]!.AsArray().Select(error => $"{error!["pointer"]} {error["code"]}"));
        }

        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Are_refused_without_a_file_and_with_other_parts()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        using var none = new MultipartFormDataContent { { new StringContent(Defaults), "defaults" } };
        using var other = new MultipartFormDataContent { { new StringContent("x"), "flie" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(Csv)), "file", "a.csv" } };

        var missing = await PostAsync(tenant, none);
        var unknown = await PostAsync(tenant, other);

        Assert.Equal("422 /file required", $"{missing.Status} {missing.Json["errors"]![0]!["pointer"]} {missing.Json["errors"]![0]!["code"]}");
        Assert.Equal("400 /flie unknown_field", $"{unknown.Status} {unknown.Json["errors"]![0]!["pointer"]} {unknown.Json["errors"]![0]!["code"]}");
    }

    [Fact]
    public async Task Are_refused_with_more_parts_or_longer_defaults_than_they_may_have()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        using var many = new MultipartFormDataContent();
        foreach (var i in Enumerable.Range(0, 9))
        {
            many.Add(new StringContent("x"), $"part{i}");
        }

        var parts = await PostAsync(tenant, many);
        var fits = await SendAsync(tenant, Padded(256 * 1024), Encoding.UTF8.GetBytes(Csv), "text/csv", "a.csv", true);
        var longer = await SendAsync(tenant, Padded((256 * 1024) + 1), Encoding.UTF8.GetBytes(Csv), "text/csv", "a.csv", true);

        Assert.Equal("400 too_many_parts", $"{parts.Status} {Assert.Single(parts.Json["errors"]!.AsArray())!["code"]}");
        Assert.Equal("202 1 0", fits.Said());
        Assert.Equal("413 body_too_large", $"{longer.Status} {longer.Json["code"]}");

        static string Padded(int length) => Defaults.PadRight(length - (Encoding.UTF8.GetByteCount(Defaults) - Defaults.Length));
    }

    [Fact]
    public async Task Are_known_again_by_their_key_and_take_the_query_where_the_part_says_nothing()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var key = Guid.NewGuid().ToString();
        var bytes = Encoding.UTF8.GetBytes(Csv);
        const string query = "?from=15777985&channel=sms&text=query";

        var first = await SendAsync(tenant, """{ "text": "part" }""", bytes, "text/csv", "a.csv", true, query, key);
        var again = await SendAsync(tenant, """{ "text": "part" }""", bytes, "text/csv", "a.csv", false, query, key);
        var changed = await SendAsync(tenant, """{ "text": "other" }""", bytes, "text/csv", "a.csv", true, query, key);

        var asked = await SendAsync(tenant, """{ "text": "part" }""", bytes, "text/csv", "a.csv", true, query + "&name=b", key);

        Assert.Equal(["01012341234 홍길동 part"], await tenant.MessagesAsync(first));
        Assert.Equal((first.Text, "true"), (again.Text, again.Headers["Idempotency-Replayed"]));
        Assert.Equal("422 idempotency_key_reused", $"{changed.Status} {changed.Json["code"]}");
        Assert.Equal("422 idempotency_key_reused", $"{asked.Status} {asked.Json["code"]}");
    }

    private static async Task<Answer> SendAsync(Tenant tenant, string defaults, byte[] file, string type, string name, bool defaultsFirst, string query = "", string? key = null)
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (defaultsFirst)
        {
            form.Add(new StringContent(defaults), "defaults");
        }

        form.Add(part, "file", name);
        if (!defaultsFirst)
        {
            form.Add(new StringContent(defaults), "defaults");
        }

        return await PostAsync(tenant, form, query, key);
    }

    private static async Task<Answer> PostAsync(Tenant tenant, MultipartFormDataContent form, string query = "", string? key = null) => await tenant.Api.PostAsync(
        "/v1/batches" + query, await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString(), key is null ? [] : [("Idempotency-Key", key)]);
}
